"""Who somebody is: organisations, accounts, dated posts, credentials, sessions, tokens, officers.

What a person does here, and the policy cell (resource, action) that must allow it:

    core:Account  create     open an account, without rights            system officer
    core:Account  update     reset a password                           system officer
    core:Account  withdraw   disable an account                         system officer
    core:Account  verify     remove a lost second factor                security officer
    core:Account  submit     one's own password and second factor       everyone, `assigned`
    core:Account  read       see and lock the account of a post         security officer
    core:Post     assign     assign, hand over                          security officer
    core:Post     withdraw   end a post                                 security officer
    core:PostDivision assign, withdraw   attach, detach a division      security officer
    core:TemporaryDuty create     appoint a stand-in, an extra duty     system officer
    core:TemporaryDuty confirm    put it in force                       security officer
    core:TemporaryDuty withdraw   end it early                          either of them
    core:Session  withdraw   end sessions      everyone `assigned`; security officer `all`
    core:ApiToken create     make a token for oneself                   `assigned`
    core:ApiToken withdraw   revoke a token    everyone `assigned`; security officer `all`

Dates are half-open: `valid_to` is the first day on which a post no longer gives rights.
"""

STALE = "identity"
"""The freshness topic: every change of rights moves it, so that all workers read again."""
