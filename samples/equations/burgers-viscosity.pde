# The viscosity of a front from 1,000 scattered rows with errors of 0.01; the truth is nu = 0.01/pi = 0.0031831
domain x in [-1, 1], t in [0, 1]
unknown u
estimate nu in [1e-4, 1]
equation u_t + u*u_x = nu*u_xx
at t=0: u = -sin(pi*x)
at x=-1: u = 0
at x=1: u = 0
data burgers-viscosity.csv columns x,t,u sigma 0.01
