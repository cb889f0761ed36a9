-- +goose Up
-- drop column "regional_organisation_id" from table: "audit_entries"
ALTER TABLE `audit_entries` DROP COLUMN `regional_organisation_id`;
-- add column "covers" to table: "audit_entries"
ALTER TABLE `audit_entries` ADD COLUMN `covers` json NULL;
-- add column "is_covered" to table: "audit_heads"
ALTER TABLE `audit_heads` ADD COLUMN `is_covered` bool NOT NULL DEFAULT (false);

-- +goose Down
-- reverse: add column "is_covered" to table: "audit_heads"
ALTER TABLE `audit_heads` DROP COLUMN `is_covered`;
-- reverse: add column "covers" to table: "audit_entries"
ALTER TABLE `audit_entries` DROP COLUMN `covers`;
-- reverse: drop column "regional_organisation_id" from table: "audit_entries"
ALTER TABLE `audit_entries` ADD COLUMN `regional_organisation_id` text NULL;
