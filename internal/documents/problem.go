package documents

import (
	"net/http"

	"github.com/penvoerder/penvoerder/internal/problem"
)

// statuses of reasons that say more than their code does.
var statuses = map[string]int{
	ReasonTooLarge:      http.StatusRequestEntityTooLarge,
	ReasonTypeRefused:   http.StatusUnsupportedMediaType,
	ReasonQuarantined:   http.StatusUnprocessableEntity,
	ReasonTicketExpired: http.StatusGone,
	ReasonTicketUsed:    http.StatusConflict,
}

// answerProblem tells the caller what is wrong; of what is no fault the caller hears nothing.
func (d *Desk) answerProblem(w http.ResponseWriter, r *http.Request, err error) {
	problem.Writer{Logger: d.Logger, Failed: "FILE_FAILED", Statuses: statuses}.Write(w, r, err)
}
