-- +goose Up
-- modify "registrations" table
ALTER TABLE "registrations" ADD COLUMN "holds" jsonb NULL;

-- +goose Down
-- reverse: modify "registrations" table
ALTER TABLE "registrations" DROP COLUMN "holds";
