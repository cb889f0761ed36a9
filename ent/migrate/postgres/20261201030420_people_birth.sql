-- +goose Up
-- modify "employee_names" table
ALTER TABLE "employee_names" ADD COLUMN "date_of_birth_last" date NULL;
-- modify "employees" table
ALTER TABLE "employees" ADD COLUMN "date_of_birth_last" date NULL;

-- +goose Down
-- reverse: modify "employees" table
ALTER TABLE "employees" DROP COLUMN "date_of_birth_last";
-- reverse: modify "employee_names" table
ALTER TABLE "employee_names" DROP COLUMN "date_of_birth_last";
