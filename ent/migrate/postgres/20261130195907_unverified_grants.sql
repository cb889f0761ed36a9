-- +goose Up
-- modify "plans" table
ALTER TABLE "plans" ADD COLUMN "unverified_reason" character varying NULL;

-- +goose Down
-- reverse: modify "plans" table
ALTER TABLE "plans" DROP COLUMN "unverified_reason";
