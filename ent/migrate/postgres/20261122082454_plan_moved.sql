-- +goose Up
-- modify "plans" table
ALTER TABLE "plans" ADD COLUMN "moved_at" timestamptz NULL;
-- create index "plan_moved_at" to table: "plans"
CREATE INDEX "plan_moved_at" ON "plans" ("moved_at");

-- +goose Down
-- reverse: create index "plan_moved_at" to table: "plans"
DROP INDEX "plan_moved_at";
-- reverse: modify "plans" table
ALTER TABLE "plans" DROP COLUMN "moved_at";
