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

// answerProblem writes a fault to the caller; of any other error the caller reads one neutral sentence.
func (d *Desk) answerProblem(w http.ResponseWriter, r *http.Request, err error) {
	problem.Writer{Logger: d.Logger, Failed: "FILE_FAILED", Statuses: statuses}.Write(w, r, err)
}
