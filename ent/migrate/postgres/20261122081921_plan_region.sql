-- +goose Up
-- modify "plans" table
ALTER TABLE "plans" ADD COLUMN "region_id" character varying NULL;

-- +goose Down
-- reverse: modify "plans" table
ALTER TABLE "plans" DROP COLUMN "region_id";
