-- +goose Up
-- create "ties" table
CREATE TABLE `ties` (`id` text NOT NULL, `version` integer NOT NULL DEFAULT (1), `created_at` datetime NOT NULL, `updated_at` datetime NOT NULL, `holder_number` text NOT NULL, `holder_name` text NOT NULL, `held_number` text NOT NULL, `held_name` text NOT NULL, `holder_id` text NULL, `held_id` text NULL, `holder_regional_organisation_id` text NULL, `held_regional_organisation_id` text NULL, `stated_regional_organisation_id` text NULL, `kind` text NOT NULL, `body` text NULL, `part` integer NOT NULL, `whole` integer NOT NULL, `since` date NOT NULL, `until` date NULL, `state` text NOT NULL, `stated_by` text NOT NULL, `stated_for` text NULL, `confirmed_at` datetime NULL, `confirmed_by` text NULL, `extract_on` date NULL, `ends_on` date NULL, `end_stated_for` text NULL, `end_stated_by` text NULL, `closed_by` text NULL, `closed_at` datetime NULL, `closed_reason` text NULL, PRIMARY KEY (`id`));
-- create index "tie_holder_number_state" to table: "ties"
CREATE INDEX `tie_holder_number_state` ON `ties` (`holder_number`, `state`);
-- create index "tie_held_number_state" to table: "ties"
CREATE INDEX `tie_held_number_state` ON `ties` (`held_number`, `state`);
-- create index "tie_holder_id_created_at_id" to table: "ties"
CREATE INDEX `tie_holder_id_created_at_id` ON `ties` (`holder_id`, `created_at`, `id`);
-- create index "tie_held_id_created_at_id" to table: "ties"
CREATE INDEX `tie_held_id_created_at_id` ON `ties` (`held_id`, `created_at`, `id`);
-- create index "tie_holder_regional_organisation_id_created_at_id" to table: "ties"
CREATE INDEX `tie_holder_regional_organisation_id_created_at_id` ON `ties` (`holder_regional_organisation_id`, `created_at`, `id`);
-- create index "tie_held_regional_organisation_id_created_at_id" to table: "ties"
CREATE INDEX `tie_held_regional_organisation_id_created_at_id` ON `ties` (`held_regional_organisation_id`, `created_at`, `id`);
-- create index "tie_stated_regional_organisation_id_created_at_id" to table: "ties"
CREATE INDEX `tie_stated_regional_organisation_id_created_at_id` ON `ties` (`stated_regional_organisation_id`, `created_at`, `id`);
-- create index "tie_state_created_at_id" to table: "ties"
CREATE INDEX `tie_state_created_at_id` ON `ties` (`state`, `created_at`, `id`);
-- create index "tie_created_at_id" to table: "ties"
CREATE INDEX `tie_created_at_id` ON `ties` (`created_at`, `id`);

-- +goose Down
-- reverse: create index "tie_created_at_id" to table: "ties"
DROP INDEX `tie_created_at_id`;
-- reverse: create index "tie_state_created_at_id" to table: "ties"
DROP INDEX `tie_state_created_at_id`;
-- reverse: create index "tie_stated_regional_organisation_id_created_at_id" to table: "ties"
DROP INDEX `tie_stated_regional_organisation_id_created_at_id`;
-- reverse: create index "tie_held_regional_organisation_id_created_at_id" to table: "ties"
DROP INDEX `tie_held_regional_organisation_id_created_at_id`;
-- reverse: create index "tie_holder_regional_organisation_id_created_at_id" to table: "ties"
DROP INDEX `tie_holder_regional_organisation_id_created_at_id`;
-- reverse: create index "tie_held_id_created_at_id" to table: "ties"
DROP INDEX `tie_held_id_created_at_id`;
-- reverse: create index "tie_holder_id_created_at_id" to table: "ties"
DROP INDEX `tie_holder_id_created_at_id`;
-- reverse: create index "tie_held_number_state" to table: "ties"
DROP INDEX `tie_held_number_state`;
-- reverse: create index "tie_holder_number_state" to table: "ties"
DROP INDEX `tie_holder_number_state`;
-- reverse: create "ties" table
DROP TABLE `ties`;
