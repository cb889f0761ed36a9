-- +goose Up
-- drop index "employee_person_hash" from table: "employees"
DROP INDEX `employee_person_hash`;
-- drop column "person_hash" from table: "employees"
ALTER TABLE `employees` DROP COLUMN `person_hash`;
-- add column "distinction" to table: "employees"
ALTER TABLE `employees` ADD COLUMN `distinction` text NULL;
-- add column "same_as" to table: "employees"
ALTER TABLE `employees` ADD COLUMN `same_as` text NULL;
-- create index "employee_same_as" to table: "employees"
CREATE INDEX `employee_same_as` ON `employees` (`same_as`);
-- create "employee_names" table
CREATE TABLE `employee_names` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `organisation_id` text NOT NULL, `name` text NOT NULL, `date_of_birth` date NOT NULL, `distinction` text NULL, `recorded_at` datetime NOT NULL, `namesake_hash` text NULL, `person_hash` text NULL, `is_reserved` bool NOT NULL, `employee_id` text NOT NULL, CONSTRAINT `employee_names_employees_names` FOREIGN KEY (`employee_id`) REFERENCES `employees` (`id`) ON DELETE NO ACTION);
-- create index "employee_name_reserved" to table: "employee_names"
CREATE UNIQUE INDEX `employee_name_reserved` ON `employee_names` (`organisation_id`, `person_hash`) WHERE is_reserved;
-- create index "employeename_employee_id" to table: "employee_names"
CREATE INDEX `employeename_employee_id` ON `employee_names` (`employee_id`);
-- create index "employeename_namesake_hash" to table: "employee_names"
CREATE INDEX `employeename_namesake_hash` ON `employee_names` (`namesake_hash`);
-- create index "employeename_person_hash" to table: "employee_names"
CREATE INDEX `employeename_person_hash` ON `employee_names` (`person_hash`);
-- what everybody is called now; the hashes are made by the server, which has the key
INSERT INTO `employee_names` (`organisation_id`, `employee_id`, `name`, `date_of_birth`, `recorded_at`, `is_reserved`) SELECT `organisation_id`, `id`, `name`, `date_of_birth`, `created_at`, true FROM `employees` ORDER BY `id`;
-- a person is no longer named by a hash: what was marked is looked at for the whole organisation
UPDATE `due` SET `subject` = 'ORGANISATION', `subject_id` = `organisation_id`, `made_by` = NULL WHERE `subject` = 'PERSON';

-- +goose Down
UPDATE `due` SET `subject` = 'ORGANISATION', `subject_id` = `organisation_id`, `made_by` = NULL WHERE `subject` = 'PERSON';
-- reverse: create index "employeename_person_hash" to table: "employee_names"
DROP INDEX `employeename_person_hash`;
-- reverse: create index "employeename_namesake_hash" to table: "employee_names"
DROP INDEX `employeename_namesake_hash`;
-- reverse: create index "employeename_employee_id" to table: "employee_names"
DROP INDEX `employeename_employee_id`;
-- reverse: create index "employee_name_reserved" to table: "employee_names"
DROP INDEX `employee_name_reserved`;
-- reverse: create "employee_names" table
DROP TABLE `employee_names`;
-- reverse: create index "employee_same_as" to table: "employees"
DROP INDEX `employee_same_as`;
-- reverse: add column "same_as" to table: "employees"
ALTER TABLE `employees` DROP COLUMN `same_as`;
-- reverse: add column "distinction" to table: "employees"
ALTER TABLE `employees` DROP COLUMN `distinction`;
-- reverse: drop column "person_hash" from table: "employees"
ALTER TABLE `employees` ADD COLUMN `person_hash` text NULL;
-- reverse: drop index "employee_person_hash" from table: "employees"
CREATE INDEX `employee_person_hash` ON `employees` (`person_hash`);
