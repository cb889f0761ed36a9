-- +goose NO TRANSACTION
-- +goose Up
-- disable the enforcement of foreign-keys constraints
PRAGMA foreign_keys = off;
-- add column "verified_on" to table: "organisations"
ALTER TABLE `organisations` ADD COLUMN `verified_on` date NULL;
-- add column "without_contact_on" to table: "organisations"
ALTER TABLE `organisations` ADD COLUMN `without_contact_on` date NULL;
-- create "new_role_assignments" table
CREATE TABLE `new_role_assignments` (`id` text NOT NULL, `role` text NOT NULL, `regional_organisation_id` text NULL, `is_signatory` bool NOT NULL DEFAULT (false), `phone` text NULL, `since` date NOT NULL, `until` date NULL, `end_reason` text NULL, `open_reviews` integer NULL, `is_primary` bool NOT NULL DEFAULT (false), `verified_on` date NULL, `verified_how` text NULL, `verified_by` text NULL, `successor_id` text NULL, `away_until` date NULL, `version` integer NOT NULL DEFAULT (1), `organisation_id` text NULL, `person_id` text NOT NULL, PRIMARY KEY (`id`), CONSTRAINT `role_assignments_organisations_roles` FOREIGN KEY (`organisation_id`) REFERENCES `organisations` (`id`) ON DELETE SET NULL, CONSTRAINT `role_assignments_persons_roles` FOREIGN KEY (`person_id`) REFERENCES `persons` (`id`) ON DELETE NO ACTION);
-- copy rows from old table "role_assignments" to new temporary table "new_role_assignments"
INSERT INTO `new_role_assignments` (`id`, `role`, `regional_organisation_id`, `is_signatory`, `phone`, `since`, `until`, `end_reason`, `open_reviews`, `away_until`, `version`, `organisation_id`, `person_id`) SELECT `id`, `role`, `regional_organisation_id`, `is_signatory`, `phone`, `since`, `until`, `end_reason`, `open_reviews`, `away_until`, `version`, `organisation_id`, `person_id` FROM `role_assignments`;
-- drop "role_assignments" table after copying rows
DROP TABLE `role_assignments`;
-- rename temporary table "new_role_assignments" to "role_assignments"
ALTER TABLE `new_role_assignments` RENAME TO `role_assignments`;
-- create index "roleassignment_person_id" to table: "role_assignments"
CREATE INDEX `roleassignment_person_id` ON `role_assignments` (`person_id`);
-- create index "roleassignment_organisation_id" to table: "role_assignments"
CREATE INDEX `roleassignment_organisation_id` ON `role_assignments` (`organisation_id`);
-- create index "roleassignment_role_person_id" to table: "role_assignments"
CREATE INDEX `roleassignment_role_person_id` ON `role_assignments` (`role`, `person_id`);
-- create index "roleassignment_role_since_id" to table: "role_assignments"
CREATE INDEX `roleassignment_role_since_id` ON `role_assignments` (`role`, `since`, `id`);
-- the first contact of each organisation
UPDATE role_assignments SET is_primary = true WHERE id IN (SELECT MIN(id) FROM role_assignments WHERE role = 'EMPLOYER' AND until IS NULL GROUP BY organisation_id);
-- create index "primary_contact" to table: "role_assignments"
CREATE UNIQUE INDEX `primary_contact` ON `role_assignments` (`organisation_id`) WHERE is_primary;
-- create "admissions" table
CREATE TABLE `admissions` (`id` text NOT NULL, `version` integer NOT NULL DEFAULT (1), `created_at` datetime NOT NULL, `updated_at` datetime NOT NULL, `organisation_id` text NOT NULL, `organisation_name` text NOT NULL, `regional_organisation_id` text NOT NULL, `email` text NOT NULL, `mailbox` text NOT NULL, `language` text NOT NULL, `is_signatory` bool NOT NULL DEFAULT (false), `name` text NULL, `note` text NULL, `state` text NOT NULL, `code_hash` text NULL, `expires_at` datetime NOT NULL, `person_id` text NULL, `invited_by` text NULL, `decided_by` text NULL, `reason` text NULL, `role_assignment_id` text NULL, PRIMARY KEY (`id`));
-- create index "admissions_code_hash_key" to table: "admissions"
CREATE UNIQUE INDEX `admissions_code_hash_key` ON `admissions` (`code_hash`);
-- create index "admission_organisation_id_created_at_id" to table: "admissions"
CREATE INDEX `admission_organisation_id_created_at_id` ON `admissions` (`organisation_id`, `created_at`, `id`);
-- create index "admission_regional_organisation_id_created_at_id" to table: "admissions"
CREATE INDEX `admission_regional_organisation_id_created_at_id` ON `admissions` (`regional_organisation_id`, `created_at`, `id`);
-- create index "admission_person_id" to table: "admissions"
CREATE INDEX `admission_person_id` ON `admissions` (`person_id`);
-- create index "admission_open" to table: "admissions"
CREATE UNIQUE INDEX `admission_open` ON `admissions` (`mailbox`, `organisation_id`) WHERE state = 'REQUESTED' OR state = 'INVITED';
-- enable back the enforcement of foreign-keys constraints
PRAGMA foreign_keys = on;

-- +goose Down
-- reverse: create index "admission_open" to table: "admissions"
DROP INDEX `admission_open`;
-- reverse: create index "admission_person_id" to table: "admissions"
DROP INDEX `admission_person_id`;
-- reverse: create index "admission_regional_organisation_id_created_at_id" to table: "admissions"
DROP INDEX `admission_regional_organisation_id_created_at_id`;
-- reverse: create index "admission_organisation_id_created_at_id" to table: "admissions"
DROP INDEX `admission_organisation_id_created_at_id`;
-- reverse: create index "admissions_code_hash_key" to table: "admissions"
DROP INDEX `admissions_code_hash_key`;
-- reverse: create "admissions" table
DROP TABLE `admissions`;
-- reverse: create index "primary_contact" to table: "role_assignments"
DROP INDEX `primary_contact`;
-- reverse: create index "roleassignment_role_since_id" to table: "role_assignments"
DROP INDEX `roleassignment_role_since_id`;
-- reverse: create index "roleassignment_role_person_id" to table: "role_assignments"
DROP INDEX `roleassignment_role_person_id`;
-- reverse: create index "roleassignment_organisation_id" to table: "role_assignments"
DROP INDEX `roleassignment_organisation_id`;
-- reverse: create index "roleassignment_person_id" to table: "role_assignments"
DROP INDEX `roleassignment_person_id`;
-- reverse: create "new_role_assignments" table
DROP TABLE `new_role_assignments`;
-- reverse: add column "without_contact_on" to table: "organisations"
ALTER TABLE `organisations` DROP COLUMN `without_contact_on`;
-- reverse: add column "verified_on" to table: "organisations"
ALTER TABLE `organisations` DROP COLUMN `verified_on`;
