-- +goose Up
-- add column "content_approved" to table: "registrations"
ALTER TABLE `registrations` ADD COLUMN `content_approved` json NULL;
-- add column "content_changed" to table: "registrations"
ALTER TABLE `registrations` ADD COLUMN `content_changed` bool NULL;

-- +goose Down
-- reverse: add column "content_changed" to table: "registrations"
ALTER TABLE `registrations` DROP COLUMN `content_changed`;
-- reverse: add column "content_approved" to table: "registrations"
ALTER TABLE `registrations` DROP COLUMN `content_approved`;
