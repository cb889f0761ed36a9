-- +goose Up
-- create index "registration_in_review" to table: "registrations"
CREATE INDEX "registration_in_review" ON "registrations" ("assessor_id", "submitted_at", "id") WHERE ((state)::text = 'IN_REVIEW'::text);
-- create index "registration_waiting" to table: "registrations"
CREATE INDEX "registration_waiting" ON "registrations" ("submitted_at", "id") WHERE (((state)::text = 'SUBMITTED'::text) OR ((state)::text = 'IN_REVIEW'::text));
-- create index "registration_waiting_amount" to table: "registrations"
CREATE INDEX "registration_waiting_amount" ON "registrations" ("amount_cents", "id") WHERE (((state)::text = 'SUBMITTED'::text) OR ((state)::text = 'IN_REVIEW'::text));

-- +goose Down
-- reverse: create index "registration_waiting_amount" to table: "registrations"
DROP INDEX "registration_waiting_amount";
-- reverse: create index "registration_waiting" to table: "registrations"
DROP INDEX "registration_waiting";
-- reverse: create index "registration_in_review" to table: "registrations"
DROP INDEX "registration_in_review";
