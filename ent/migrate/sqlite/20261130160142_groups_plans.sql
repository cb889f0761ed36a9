-- +goose Up
-- add column "group_member" to table: "plans"
ALTER TABLE `plans` ADD COLUMN `group_member` bool NULL;
-- add column "group_top" to table: "plans"
ALTER TABLE `plans` ADD COLUMN `group_top` bool NULL;
-- add column "group_key" to table: "plans"
ALTER TABLE `plans` ADD COLUMN `group_key` text NULL;
-- create index "plan_group_key" to table: "plans"
CREATE UNIQUE INDEX `plan_group_key` ON `plans` (`group_key`);

-- +goose Down
-- reverse: create index "plan_group_key" to table: "plans"
DROP INDEX `plan_group_key`;
-- reverse: add column "group_key" to table: "plans"
ALTER TABLE `plans` DROP COLUMN `group_key`;
-- reverse: add column "group_top" to table: "plans"
ALTER TABLE `plans` DROP COLUMN `group_top`;
-- reverse: add column "group_member" to table: "plans"
ALTER TABLE `plans` DROP COLUMN `group_member`;
