-- +goose Up
-- add column "parameter_file_id" to table: "evaluations"
ALTER TABLE `evaluations` ADD COLUMN `parameter_file_id` text NULL;
-- create "parameter_files" table
CREATE TABLE `parameter_files` (`id` text NOT NULL, `slug` text NOT NULL, `number` integer NOT NULL, `author` text NOT NULL, `reason` text NOT NULL, `digest` text NOT NULL, `signed_by` text NOT NULL, `content` blob NOT NULL, `signature` blob NOT NULL, `applied_at` datetime NOT NULL, `ended_at` datetime NULL, PRIMARY KEY (`id`));
-- create index "parameterfile_slug_number" to table: "parameter_files"
CREATE UNIQUE INDEX `parameterfile_slug_number` ON `parameter_files` (`slug`, `number`);
-- create index "parameter_file_in_force" to table: "parameter_files"
CREATE UNIQUE INDEX `parameter_file_in_force` ON `parameter_files` (`slug`) WHERE ended_at IS NULL;

-- +goose Down
-- reverse: create index "parameter_file_in_force" to table: "parameter_files"
DROP INDEX `parameter_file_in_force`;
-- reverse: create index "parameterfile_slug_number" to table: "parameter_files"
DROP INDEX `parameterfile_slug_number`;
-- reverse: create "parameter_files" table
DROP TABLE `parameter_files`;
-- reverse: add column "parameter_file_id" to table: "evaluations"
ALTER TABLE `evaluations` DROP COLUMN `parameter_file_id`;
