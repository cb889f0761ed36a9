-- +goose Up
-- modify "registrations" table
ALTER TABLE "registrations" ADD COLUMN "content_approved" jsonb NULL, ADD COLUMN "content_changed" boolean NULL;

-- +goose Down
-- reverse: modify "registrations" table
ALTER TABLE "registrations" DROP COLUMN "content_changed", DROP COLUMN "content_approved";
