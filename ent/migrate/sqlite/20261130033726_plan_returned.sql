-- +goose Up
-- add column "returned_at" to table: "plans"
ALTER TABLE `plans` ADD COLUMN `returned_at` datetime NULL;
-- add column "returned_by" to table: "plans"
ALTER TABLE `plans` ADD COLUMN `returned_by` text NULL;
-- add column "return_reason" to table: "plans"
ALTER TABLE `plans` ADD COLUMN `return_reason` text NULL;
-- add column "late_reason" to table: "plans"
ALTER TABLE `plans` ADD COLUMN `late_reason` text NULL;
-- add column "withdrawn_part" to table: "plans"
ALTER TABLE `plans` ADD COLUMN `withdrawn_part` text NULL;

-- +goose Down
-- reverse: add column "withdrawn_part" to table: "plans"
ALTER TABLE `plans` DROP COLUMN `withdrawn_part`;
-- reverse: add column "late_reason" to table: "plans"
ALTER TABLE `plans` DROP COLUMN `late_reason`;
-- reverse: add column "return_reason" to table: "plans"
ALTER TABLE `plans` DROP COLUMN `return_reason`;
-- reverse: add column "returned_by" to table: "plans"
ALTER TABLE `plans` DROP COLUMN `returned_by`;
-- reverse: add column "returned_at" to table: "plans"
ALTER TABLE `plans` DROP COLUMN `returned_at`;
