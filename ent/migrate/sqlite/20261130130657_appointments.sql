-- +goose Up
-- add column "end_reason" to table: "role_assignments"
ALTER TABLE `role_assignments` ADD COLUMN `end_reason` text NULL;
-- add column "open_reviews" to table: "role_assignments"
ALTER TABLE `role_assignments` ADD COLUMN `open_reviews` integer NULL;
-- create index "roleassignment_role_since_id" to table: "role_assignments"
CREATE INDEX `roleassignment_role_since_id` ON `role_assignments` (`role`, `since`, `id`);
-- create "appointments" table
CREATE TABLE `appointments` (`id` text NOT NULL, `version` integer NOT NULL DEFAULT (1), `created_at` datetime NOT NULL, `updated_at` datetime NOT NULL, `email` text NOT NULL, `mailbox` text NOT NULL, `role` text NOT NULL, `regional_organisation_id` text NULL, `language` text NOT NULL, `state` text NOT NULL, `code_hash` text NULL, `expires_at` datetime NOT NULL, `proposed_by` text NULL, `confirmed_by` text NULL, `accepted_by` text NULL, `role_assignment_id` text NULL, PRIMARY KEY (`id`));
-- create index "appointments_code_hash_key" to table: "appointments"
CREATE UNIQUE INDEX `appointments_code_hash_key` ON `appointments` (`code_hash`);
-- create index "appointment_created_at_id" to table: "appointments"
CREATE INDEX `appointment_created_at_id` ON `appointments` (`created_at`, `id`);
-- create index "appointment_mailbox" to table: "appointments"
CREATE INDEX `appointment_mailbox` ON `appointments` (`mailbox`);
-- create index "appointment_open" to table: "appointments"
CREATE UNIQUE INDEX `appointment_open` ON `appointments` (`mailbox`, `role`) WHERE (state = 'PROPOSED' OR state = 'INVITED') AND regional_organisation_id IS NULL;
-- create index "appointment_open_of_region" to table: "appointments"
CREATE UNIQUE INDEX `appointment_open_of_region` ON `appointments` (`mailbox`, `role`, `regional_organisation_id`) WHERE (state = 'PROPOSED' OR state = 'INVITED') AND regional_organisation_id IS NOT NULL;

-- +goose Down
-- reverse: create index "appointment_open_of_region" to table: "appointments"
DROP INDEX `appointment_open_of_region`;
-- reverse: create index "appointment_open" to table: "appointments"
DROP INDEX `appointment_open`;
-- reverse: create index "appointment_mailbox" to table: "appointments"
DROP INDEX `appointment_mailbox`;
-- reverse: create index "appointment_created_at_id" to table: "appointments"
DROP INDEX `appointment_created_at_id`;
-- reverse: create index "appointments_code_hash_key" to table: "appointments"
DROP INDEX `appointments_code_hash_key`;
-- reverse: create "appointments" table
DROP TABLE `appointments`;
-- reverse: create index "roleassignment_role_since_id" to table: "role_assignments"
DROP INDEX `roleassignment_role_since_id`;
-- reverse: add column "open_reviews" to table: "role_assignments"
ALTER TABLE `role_assignments` DROP COLUMN `open_reviews`;
-- reverse: add column "end_reason" to table: "role_assignments"
ALTER TABLE `role_assignments` DROP COLUMN `end_reason`;
