-- +goose Up
-- modify "plans" table
ALTER TABLE "plans" ADD COLUMN "project_state" character varying NULL, ADD COLUMN "project_waiting_since" timestamptz NULL, ADD COLUMN "project_judges" jsonb NULL, ADD COLUMN "size_class" character varying NULL, ADD COLUMN "size_evidence" character varying NULL, ADD COLUMN "size_awaited" character varying NULL;
-- create index "plan_project_state_project_waiting_since_id" to table: "plans"
CREATE INDEX "plan_project_state_project_waiting_since_id" ON "plans" ("project_state", "project_waiting_since", "id");
-- modify "repairs" table
ALTER TABLE "repairs" DROP CONSTRAINT "repairs_registrations_repairs", ALTER COLUMN "registration_id" DROP NOT NULL, ADD COLUMN "plan_id" character varying NULL, ADD CONSTRAINT "repairs_registrations_repairs" FOREIGN KEY ("registration_id") REFERENCES "registrations" ("id") ON UPDATE NO ACTION ON DELETE SET NULL, ADD CONSTRAINT "repairs_plans_repairs" FOREIGN KEY ("plan_id") REFERENCES "plans" ("id") ON UPDATE NO ACTION ON DELETE SET NULL;
-- create index "repair_open_of_project" to table: "repairs"
CREATE UNIQUE INDEX "repair_open_of_project" ON "repairs" ("plan_id") WHERE (closed_at IS NULL);
-- create index "repair_plan_id_opened_at" to table: "repairs"
CREATE INDEX "repair_plan_id_opened_at" ON "repairs" ("plan_id", "opened_at");

-- +goose Down
-- reverse: create index "repair_plan_id_opened_at" to table: "repairs"
DROP INDEX "repair_plan_id_opened_at";
-- reverse: create index "repair_open_of_project" to table: "repairs"
DROP INDEX "repair_open_of_project";
-- repairs of project files have no place in the former table
DELETE FROM "repairs" WHERE "registration_id" IS NULL;
-- reverse: modify "repairs" table
ALTER TABLE "repairs" DROP CONSTRAINT "repairs_plans_repairs", DROP CONSTRAINT "repairs_registrations_repairs", DROP COLUMN "plan_id", ALTER COLUMN "registration_id" SET NOT NULL, ADD CONSTRAINT "repairs_registrations_repairs" FOREIGN KEY ("registration_id") REFERENCES "registrations" ("id") ON UPDATE NO ACTION ON DELETE NO ACTION;
-- reverse: create index "plan_project_state_project_waiting_since_id" to table: "plans"
DROP INDEX "plan_project_state_project_waiting_since_id";
-- reverse: modify "plans" table
ALTER TABLE "plans" DROP COLUMN "size_awaited", DROP COLUMN "size_evidence", DROP COLUMN "size_class", DROP COLUMN "project_judges", DROP COLUMN "project_waiting_since", DROP COLUMN "project_state";
