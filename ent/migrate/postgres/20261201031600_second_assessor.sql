-- +goose Up
-- drop index "registration_waiting" from table: "registrations"
DROP INDEX "registration_waiting";
-- drop index "registration_waiting_amount" from table: "registrations"
DROP INDEX "registration_waiting_amount";
-- modify "registrations" table
ALTER TABLE "registrations" ADD COLUMN "second" jsonb NULL, ADD COLUMN "approved_by" jsonb NULL;
-- create index "registration_waiting" to table: "registrations"
CREATE INDEX "registration_waiting" ON "registrations" ("submitted_at", "id") WHERE (((state)::text = 'SUBMITTED'::text) OR ((state)::text = 'IN_REVIEW'::text) OR ((state)::text = 'AWAITING_SECOND'::text));
-- create index "registration_waiting_amount" to table: "registrations"
CREATE INDEX "registration_waiting_amount" ON "registrations" ("amount_cents", "id") WHERE (((state)::text = 'SUBMITTED'::text) OR ((state)::text = 'IN_REVIEW'::text) OR ((state)::text = 'AWAITING_SECOND'::text));

-- +goose Down
-- reverse: create index "registration_waiting_amount" to table: "registrations"
DROP INDEX "registration_waiting_amount";
-- reverse: create index "registration_waiting" to table: "registrations"
DROP INDEX "registration_waiting";
-- reverse: modify "registrations" table
ALTER TABLE "registrations" DROP COLUMN "approved_by", DROP COLUMN "second";
-- reverse: drop index "registration_waiting_amount" from table: "registrations"
CREATE INDEX "registration_waiting_amount" ON "registrations" ("amount_cents", "id") WHERE (((state)::text = 'SUBMITTED'::text) OR ((state)::text = 'IN_REVIEW'::text));
-- reverse: drop index "registration_waiting" from table: "registrations"
CREATE INDEX "registration_waiting" ON "registrations" ("submitted_at", "id") WHERE (((state)::text = 'SUBMITTED'::text) OR ((state)::text = 'IN_REVIEW'::text));
