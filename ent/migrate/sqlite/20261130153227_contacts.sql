-- +goose Up
-- add column "verified_on" to table: "organisations"
ALTER TABLE `organisations` ADD COLUMN `verified_on` date NULL;
-- add column "without_contact_on" to table: "organisations"
ALTER TABLE `organisations` ADD COLUMN `without_contact_on` date NULL;
-- add column "is_primary" to table: "role_assignments"
ALTER TABLE `role_assignments` ADD COLUMN `is_primary` bool NOT NULL DEFAULT false;
-- add column "verified_on" to table: "role_assignments"
ALTER TABLE `role_assignments` ADD COLUMN `verified_on` date NULL;
-- add column "verified_how" to table: "role_assignments"
ALTER TABLE `role_assignments` ADD COLUMN `verified_how` text NULL;
-- add column "verified_by" to table: "role_assignments"
ALTER TABLE `role_assignments` ADD COLUMN `verified_by` text NULL;
-- add column "successor_id" to table: "role_assignments"
ALTER TABLE `role_assignments` ADD COLUMN `successor_id` text NULL;
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
-- reverse: add column "successor_id" to table: "role_assignments"
ALTER TABLE `role_assignments` DROP COLUMN `successor_id`;
-- reverse: add column "verified_by" to table: "role_assignments"
ALTER TABLE `role_assignments` DROP COLUMN `verified_by`;
-- reverse: add column "verified_how" to table: "role_assignments"
ALTER TABLE `role_assignments` DROP COLUMN `verified_how`;
-- reverse: add column "verified_on" to table: "role_assignments"
ALTER TABLE `role_assignments` DROP COLUMN `verified_on`;
-- reverse: add column "is_primary" to table: "role_assignments"
ALTER TABLE `role_assignments` DROP COLUMN `is_primary`;
-- reverse: add column "without_contact_on" to table: "organisations"
ALTER TABLE `organisations` DROP COLUMN `without_contact_on`;
-- reverse: add column "verified_on" to table: "organisations"
ALTER TABLE `organisations` DROP COLUMN `verified_on`;
