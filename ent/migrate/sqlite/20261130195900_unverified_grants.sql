-- +goose Up
-- add column "unverified_reason" to table: "plans"
ALTER TABLE `plans` ADD COLUMN `unverified_reason` text NULL;

-- +goose Down
-- reverse: add column "unverified_reason" to table: "plans"
ALTER TABLE `plans` DROP COLUMN `unverified_reason`;
