-- +goose Up
-- modify "plans" table
ALTER TABLE "plans" ADD COLUMN "returned_at" timestamptz NULL, ADD COLUMN "returned_by" character varying NULL, ADD COLUMN "return_reason" character varying NULL, ADD COLUMN "late_reason" character varying NULL, ADD COLUMN "withdrawn_part" character varying NULL;

-- +goose Down
-- reverse: modify "plans" table
ALTER TABLE "plans" DROP COLUMN "withdrawn_part", DROP COLUMN "late_reason", DROP COLUMN "return_reason", DROP COLUMN "returned_by", DROP COLUMN "returned_at";
