-- +goose Up
-- add column "second" to table: "registrations"
ALTER TABLE `registrations` ADD COLUMN `second` json NULL;
-- add column "approved_by" to table: "registrations"
ALTER TABLE `registrations` ADD COLUMN `approved_by` json NULL;
-- the queue has what waits for a second assessor too
DROP INDEX `registration_waiting`;
DROP INDEX `registration_waiting_amount`;
CREATE INDEX `registration_waiting` ON `registrations` (`submitted_at`, `id`) WHERE state = 'SUBMITTED' OR state = 'IN_REVIEW' OR state = 'AWAITING_SECOND';
CREATE INDEX `registration_waiting_amount` ON `registrations` (`amount_cents`, `id`) WHERE state = 'SUBMITTED' OR state = 'IN_REVIEW' OR state = 'AWAITING_SECOND';

-- +goose Down
DROP INDEX `registration_waiting_amount`;
DROP INDEX `registration_waiting`;
CREATE INDEX `registration_waiting_amount` ON `registrations` (`amount_cents`, `id`) WHERE state = 'SUBMITTED' OR state = 'IN_REVIEW';
CREATE INDEX `registration_waiting` ON `registrations` (`submitted_at`, `id`) WHERE state = 'SUBMITTED' OR state = 'IN_REVIEW';
ALTER TABLE `registrations` DROP COLUMN `approved_by`;
ALTER TABLE `registrations` DROP COLUMN `second`;
