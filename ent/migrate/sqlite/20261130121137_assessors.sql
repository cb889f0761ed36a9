-- +goose Up
-- add column "project_judged_by" to table: "plans"
ALTER TABLE `plans` ADD COLUMN `project_judged_by` json NULL;
-- add column "reviewed_by" to table: "plans"
ALTER TABLE `plans` ADD COLUMN `reviewed_by` json NULL;
-- add column "away_until" to table: "role_assignments"
ALTER TABLE `role_assignments` ADD COLUMN `away_until` date NULL;
-- create index "roleassignment_role_person_id" to table: "role_assignments"
CREATE INDEX `roleassignment_role_person_id` ON `role_assignments` (`role`, `person_id`);
-- who judged before is kept as well: four eyes reach over the dossier
UPDATE plans SET project_judged_by = (SELECT json_group_array(DISTINCT judged_by) FROM cells WHERE cells.plan_id = plans.id AND registration_id IS NULL AND judged_by IS NOT NULL)
 WHERE id IN (SELECT plan_id FROM cells WHERE registration_id IS NULL AND judged_by IS NOT NULL);
UPDATE plans SET reviewed_by = (SELECT json_group_array(DISTINCT who) FROM (SELECT plan_id, judged_by AS who FROM cells WHERE registration_id IS NOT NULL UNION SELECT plan_id, assessor_id FROM registrations) AS judges WHERE judges.plan_id = plans.id AND who IS NOT NULL)
 WHERE id IN (SELECT plan_id FROM registrations WHERE assessor_id IS NOT NULL UNION SELECT plan_id FROM cells WHERE registration_id IS NOT NULL AND judged_by IS NOT NULL);

-- +goose Down
-- reverse: create index "roleassignment_role_person_id" to table: "role_assignments"
DROP INDEX `roleassignment_role_person_id`;
-- reverse: add column "away_until" to table: "role_assignments"
ALTER TABLE `role_assignments` DROP COLUMN `away_until`;
-- reverse: add column "reviewed_by" to table: "plans"
ALTER TABLE `plans` DROP COLUMN `reviewed_by`;
-- reverse: add column "project_judged_by" to table: "plans"
ALTER TABLE `plans` DROP COLUMN `project_judged_by`;
