-- +goose NO TRANSACTION
-- +goose Up
-- add column "project_state" to table: "plans"
ALTER TABLE `plans` ADD COLUMN `project_state` text NULL;
-- add column "project_waiting_since" to table: "plans"
ALTER TABLE `plans` ADD COLUMN `project_waiting_since` datetime NULL;
-- add column "project_judges" to table: "plans"
ALTER TABLE `plans` ADD COLUMN `project_judges` json NULL;
-- add column "size_class" to table: "plans"
ALTER TABLE `plans` ADD COLUMN `size_class` text NULL;
-- add column "size_evidence" to table: "plans"
ALTER TABLE `plans` ADD COLUMN `size_evidence` text NULL;
-- add column "size_awaited" to table: "plans"
ALTER TABLE `plans` ADD COLUMN `size_awaited` text NULL;
-- create index "plan_project_state_project_waiting_since_id" to table: "plans"
CREATE INDEX `plan_project_state_project_waiting_since_id` ON `plans` (`project_state`, `project_waiting_since`, `id`);
-- disable the enforcement of foreign-keys constraints
PRAGMA foreign_keys = off;
-- create "new_repairs" table
CREATE TABLE `new_repairs` (`id` text NOT NULL, `organisation_id` text NOT NULL, `regional_organisation_id` text NOT NULL, `opened_at` datetime NOT NULL, `due_on` date NULL, `note` text NULL, `closed_at` datetime NULL, `plan_id` text NULL, `registration_id` text NULL, PRIMARY KEY (`id`), CONSTRAINT `repairs_plans_repairs` FOREIGN KEY (`plan_id`) REFERENCES `plans` (`id`) ON DELETE SET NULL, CONSTRAINT `repairs_registrations_repairs` FOREIGN KEY (`registration_id`) REFERENCES `registrations` (`id`) ON DELETE SET NULL);
-- copy rows from old table "repairs" to new temporary table "new_repairs"
INSERT INTO `new_repairs` (`id`, `organisation_id`, `regional_organisation_id`, `opened_at`, `due_on`, `note`, `closed_at`, `registration_id`) SELECT `id`, `organisation_id`, `regional_organisation_id`, `opened_at`, `due_on`, `note`, `closed_at`, `registration_id` FROM `repairs`;
-- drop "repairs" table after copying rows
DROP TABLE `repairs`;
-- rename temporary table "new_repairs" to "repairs"
ALTER TABLE `new_repairs` RENAME TO `repairs`;
-- create index "repair_open" to table: "repairs"
CREATE UNIQUE INDEX `repair_open` ON `repairs` (`registration_id`) WHERE closed_at IS NULL;
-- create index "repair_open_of_project" to table: "repairs"
CREATE UNIQUE INDEX `repair_open_of_project` ON `repairs` (`plan_id`) WHERE closed_at IS NULL;
-- create index "repair_registration_id_opened_at" to table: "repairs"
CREATE INDEX `repair_registration_id_opened_at` ON `repairs` (`registration_id`, `opened_at`);
-- create index "repair_plan_id_opened_at" to table: "repairs"
CREATE INDEX `repair_plan_id_opened_at` ON `repairs` (`plan_id`, `opened_at`);
-- create index "repair_organisation_id" to table: "repairs"
CREATE INDEX `repair_organisation_id` ON `repairs` (`organisation_id`);
-- create index "repair_regional_organisation_id" to table: "repairs"
CREATE INDEX `repair_regional_organisation_id` ON `repairs` (`regional_organisation_id`);
-- enable back the enforcement of foreign-keys constraints
PRAGMA foreign_keys = on;

-- +goose Down
-- repairs of project files have no place in the former table
PRAGMA foreign_keys = off;
CREATE TABLE `new_repairs` (`id` text NOT NULL, `organisation_id` text NOT NULL, `regional_organisation_id` text NOT NULL, `opened_at` datetime NOT NULL, `due_on` date NULL, `note` text NULL, `closed_at` datetime NULL, `registration_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `repairs_registrations_repairs` FOREIGN KEY (`registration_id`) REFERENCES `registrations` (`id`) ON DELETE NO ACTION);
INSERT INTO `new_repairs` (`id`, `organisation_id`, `regional_organisation_id`, `opened_at`, `due_on`, `note`, `closed_at`, `registration_id`) SELECT `id`, `organisation_id`, `regional_organisation_id`, `opened_at`, `due_on`, `note`, `closed_at`, `registration_id` FROM `repairs` WHERE `registration_id` IS NOT NULL;
DROP TABLE `repairs`;
ALTER TABLE `new_repairs` RENAME TO `repairs`;
CREATE UNIQUE INDEX `repair_open` ON `repairs` (`registration_id`) WHERE closed_at IS NULL;
CREATE INDEX `repair_registration_id_opened_at` ON `repairs` (`registration_id`, `opened_at`);
CREATE INDEX `repair_organisation_id` ON `repairs` (`organisation_id`);
CREATE INDEX `repair_regional_organisation_id` ON `repairs` (`regional_organisation_id`);
PRAGMA foreign_keys = on;
DROP INDEX `plan_project_state_project_waiting_since_id`;
ALTER TABLE `plans` DROP COLUMN `size_awaited`;
ALTER TABLE `plans` DROP COLUMN `size_evidence`;
ALTER TABLE `plans` DROP COLUMN `size_class`;
ALTER TABLE `plans` DROP COLUMN `project_judges`;
ALTER TABLE `plans` DROP COLUMN `project_waiting_since`;
ALTER TABLE `plans` DROP COLUMN `project_state`;
