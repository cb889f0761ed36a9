-- +goose Up
-- create "told" table
CREATE TABLE `told` (`id` text NOT NULL, `person_id` text NOT NULL, `subject` text NOT NULL, `subject_id` text NOT NULL, `what` text NOT NULL, `occasion` text NOT NULL, `manner` text NOT NULL, `at` datetime NOT NULL, `until` date NULL, `created_at` datetime NOT NULL, `letter_id` text NULL, `sent_at` datetime NULL, `refused_at` datetime NULL, `refused_code` integer NULL, PRIMARY KEY (`id`));
-- create index "told_person_id_subject_id_what_occasion" to table: "told"
CREATE UNIQUE INDEX `told_person_id_subject_id_what_occasion` ON `told` (`person_id`, `subject_id`, `what`, `occasion`);
-- create index "told_letter_id" to table: "told"
CREATE INDEX `told_letter_id` ON `told` (`letter_id`);
-- create index "told_subject_id" to table: "told"
CREATE INDEX `told_subject_id` ON `told` (`subject_id`);
-- create index "told_waiting" to table: "told"
CREATE INDEX `told_waiting` ON `told` (`created_at`, `person_id`) WHERE letter_id IS NULL;

-- +goose Down
-- reverse: create index "told_waiting" to table: "told"
DROP INDEX `told_waiting`;
-- reverse: create index "told_subject_id" to table: "told"
DROP INDEX `told_subject_id`;
-- reverse: create index "told_letter_id" to table: "told"
DROP INDEX `told_letter_id`;
-- reverse: create index "told_person_id_subject_id_what_occasion" to table: "told"
DROP INDEX `told_person_id_subject_id_what_occasion`;
-- reverse: create "told" table
DROP TABLE `told`;
