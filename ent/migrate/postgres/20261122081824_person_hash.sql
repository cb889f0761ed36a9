-- +goose Up
-- modify "employees" table
ALTER TABLE "employees" ADD COLUMN "person_hash" character varying NULL;
-- create index "employee_person_hash" to table: "employees"
CREATE INDEX "employee_person_hash" ON "employees" ("person_hash");

-- +goose Down
-- reverse: create index "employee_person_hash" to table: "employees"
DROP INDEX "employee_person_hash";
-- reverse: modify "employees" table
ALTER TABLE "employees" DROP COLUMN "person_hash";
