-- +goose Up
-- modify "plans" table
ALTER TABLE "plans" ADD COLUMN "group_member" boolean NULL, ADD COLUMN "group_top" boolean NULL, ADD COLUMN "group_key" character varying NULL;
-- create index "plan_group_key" to table: "plans"
CREATE UNIQUE INDEX "plan_group_key" ON "plans" ("group_key");

-- +goose Down
-- reverse: create index "plan_group_key" to table: "plans"
DROP INDEX "plan_group_key";
-- reverse: modify "plans" table
ALTER TABLE "plans" DROP COLUMN "group_key", DROP COLUMN "group_top", DROP COLUMN "group_member";
