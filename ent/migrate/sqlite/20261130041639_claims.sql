-- +goose Up
-- add column "claimed_cents" to table: "participations"
ALTER TABLE `participations` ADD COLUMN `claimed_cents` integer NULL;

-- +goose Down
-- reverse: add column "claimed_cents" to table: "participations"
ALTER TABLE `participations` DROP COLUMN `claimed_cents`;
