// Package exchange is the desk for machines: it makes a request that is sent again harmless, imports rows in bulk,
// and lets a partner follow changes. It decides nothing about employees and registrations itself: their desks do.
package exchange
