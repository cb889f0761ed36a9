-- +goose Up
-- project documents were judged by nobody: what was reported complete waits for the SSC, and no size was approved
UPDATE cells SET state = 'IN_REVIEW', version = version + 1 WHERE registration_id IS NULL AND state = 'COMPLETE';
UPDATE plans SET project_state = 'IN_REVIEW', project_waiting_since = (SELECT MAX(updated_at) FROM cells WHERE cells.plan_id = plans.id AND cells.registration_id IS NULL AND cells.state = 'IN_REVIEW')
 WHERE id IN (SELECT plan_id FROM cells WHERE registration_id IS NULL AND state = 'IN_REVIEW');
UPDATE plans SET project_judges = '["SSC"]' WHERE id IN (SELECT plan_id FROM cells WHERE registration_id IS NULL AND state <> 'NOT_REQUIRED');
UPDATE plans SET size_awaited = (SELECT documents.statement ->> 'sizeClass' FROM documents WHERE documents.plan_id = plans.id AND documents.registration_id IS NULL AND documents.removed_at IS NULL AND documents.statement ->> 'sizeClass' IS NOT NULL ORDER BY documents.id DESC LIMIT 1);
INSERT INTO due (organisation_id, subject, subject_id, cause, marked_at) SELECT organisation_id, 'DOSSIER', id, 'PROJECT_FILE', updated_at FROM plans WHERE size_awaited IS NOT NULL;

-- +goose Down
DELETE FROM due WHERE cause = 'PROJECT_FILE';
UPDATE plans SET size_awaited = NULL, project_judges = NULL, project_waiting_since = NULL, project_state = NULL;
UPDATE cells SET state = 'COMPLETE' WHERE registration_id IS NULL AND state = 'IN_REVIEW';
