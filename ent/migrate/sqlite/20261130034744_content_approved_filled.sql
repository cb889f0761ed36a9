-- +goose Up
-- until now every change of a training spent its approval: what is approved is the training as it is
UPDATE `registrations` SET `content_approved` = `training` WHERE `content_verdict` = 'APPROVED';

-- +goose Down
UPDATE `registrations` SET `content_approved` = NULL;
