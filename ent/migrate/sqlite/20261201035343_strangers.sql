-- +goose Up
-- create "strangers" table
CREATE TABLE `strangers` (`id` text NOT NULL, `failed_attempts` integer NOT NULL DEFAULT (0), `locked_until` datetime NULL, `last_at` datetime NOT NULL, PRIMARY KEY (`id`));
-- create index "stranger_last_at" to table: "strangers"
CREATE INDEX `stranger_last_at` ON `strangers` (`last_at`);

-- +goose Down
-- reverse: create index "stranger_last_at" to table: "strangers"
DROP INDEX `stranger_last_at`;
-- reverse: create "strangers" table
DROP TABLE `strangers`;
