-- +goose Up
-- add column "holds" to table: "registrations"
ALTER TABLE `registrations` ADD COLUMN `holds` json NULL;

-- +goose Down
-- reverse: add column "holds" to table: "registrations"
ALTER TABLE `registrations` DROP COLUMN `holds`;
