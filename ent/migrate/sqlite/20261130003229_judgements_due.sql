-- +goose Up
-- add column "cause" to table: "audit_entries"
ALTER TABLE `audit_entries` ADD COLUMN `cause` text NULL;
-- add column "judged" to table: "audit_entries"
ALTER TABLE `audit_entries` ADD COLUMN `judged` integer NULL;
-- create "due" table
CREATE TABLE `due` (`id` integer NOT NULL PRIMARY KEY AUTOINCREMENT, `organisation_id` text NOT NULL, `subject` text NOT NULL, `subject_id` text NOT NULL, `cause` text NOT NULL, `made_by` text NULL, `marked_at` datetime NOT NULL);
-- create index "due_organisation_id" to table: "due"
CREATE INDEX `due_organisation_id` ON `due` (`organisation_id`);

-- +goose Down
-- reverse: create index "due_organisation_id" to table: "due"
DROP INDEX `due_organisation_id`;
-- reverse: create "due" table
DROP TABLE `due`;
-- reverse: add column "judged" to table: "audit_entries"
ALTER TABLE `audit_entries` DROP COLUMN `judged`;
-- reverse: add column "cause" to table: "audit_entries"
ALTER TABLE `audit_entries` DROP COLUMN `cause`;
