-- +goose Up
-- add column "region_id" to table: "plans"
ALTER TABLE `plans` ADD COLUMN `region_id` text NULL;

-- +goose Down
-- reverse: add column "region_id" to table: "plans"
ALTER TABLE `plans` DROP COLUMN `region_id`;
