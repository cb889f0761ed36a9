-- +goose Up
-- add column "date_of_birth_last" to table: "employees"
ALTER TABLE `employees` ADD COLUMN `date_of_birth_last` date NULL;
-- add column "date_of_birth_last" to table: "employee_names"
ALTER TABLE `employee_names` ADD COLUMN `date_of_birth_last` date NULL;

-- +goose Down
-- reverse: add column "date_of_birth_last" to table: "employee_names"
ALTER TABLE `employee_names` DROP COLUMN `date_of_birth_last`;
-- reverse: add column "date_of_birth_last" to table: "employees"
ALTER TABLE `employees` DROP COLUMN `date_of_birth_last`;
