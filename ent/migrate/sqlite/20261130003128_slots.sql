-- +goose Up
-- add column "judge" to table: "cells"
ALTER TABLE `cells` ADD COLUMN `judge` text NULL;
-- add column "content_judge" to table: "registrations"
ALTER TABLE `registrations` ADD COLUMN `content_judge` text NULL;
-- add column "cell_judges" to table: "registrations"
ALTER TABLE `registrations` ADD COLUMN `cell_judges` json NULL;

-- +goose Down
-- reverse: add column "cell_judges" to table: "registrations"
ALTER TABLE `registrations` DROP COLUMN `cell_judges`;
-- reverse: add column "content_judge" to table: "registrations"
ALTER TABLE `registrations` DROP COLUMN `content_judge`;
-- reverse: add column "judge" to table: "cells"
ALTER TABLE `cells` DROP COLUMN `judge`;
