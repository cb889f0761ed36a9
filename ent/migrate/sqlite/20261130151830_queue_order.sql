-- +goose Up
-- create index "registration_waiting" to table: "registrations"
CREATE INDEX `registration_waiting` ON `registrations` (`submitted_at`, `id`) WHERE state = 'SUBMITTED' OR state = 'IN_REVIEW';
-- create index "registration_waiting_amount" to table: "registrations"
CREATE INDEX `registration_waiting_amount` ON `registrations` (`amount_cents`, `id`) WHERE state = 'SUBMITTED' OR state = 'IN_REVIEW';
-- create index "registration_in_review" to table: "registrations"
CREATE INDEX `registration_in_review` ON `registrations` (`assessor_id`, `submitted_at`, `id`) WHERE state = 'IN_REVIEW';

-- +goose Down
-- reverse: create index "registration_in_review" to table: "registrations"
DROP INDEX `registration_in_review`;
-- reverse: create index "registration_waiting_amount" to table: "registrations"
DROP INDEX `registration_waiting_amount`;
-- reverse: create index "registration_waiting" to table: "registrations"
DROP INDEX `registration_waiting`;
