# The equation of Allen and Cahn: phases that separate, with thin walls between them
domain x in [-1, 1], t in [0, 1]
unknown u
periodic x
equation u_t = 1e-4*u_xx + 5*u - 5*u^3
at t=0: u = x^2*cos(pi*x)
