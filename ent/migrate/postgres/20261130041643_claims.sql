-- +goose Up
-- modify "participations" table
ALTER TABLE "participations" ADD COLUMN "claimed_cents" bigint NULL;

-- +goose Down
-- reverse: modify "participations" table
ALTER TABLE "participations" DROP COLUMN "claimed_cents";
