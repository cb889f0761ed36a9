-- +goose Up
-- add column "release_id" to table: "parameter_files"
ALTER TABLE `parameter_files` ADD COLUMN `release_id` text NULL;

-- +goose Down
-- reverse: add column "release_id" to table: "parameter_files"
ALTER TABLE `parameter_files` DROP COLUMN `release_id`;
