-- +goose Up
-- add column "person_hash" to table: "employees"
ALTER TABLE `employees` ADD COLUMN `person_hash` text NULL;
-- create index "employee_person_hash" to table: "employees"
CREATE INDEX `employee_person_hash` ON `employees` (`person_hash`);

-- +goose Down
-- reverse: create index "employee_person_hash" to table: "employees"
DROP INDEX `employee_person_hash`;
-- reverse: add column "person_hash" to table: "employees"
ALTER TABLE `employees` DROP COLUMN `person_hash`;
