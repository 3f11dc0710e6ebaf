# Burgers' equation: a sine steepens to a front
domain x in [-1, 1], t in [0, 1]
unknown u
parameter nu = 0.01/pi
equation u_t + u*u_x = nu*u_xx
at t=0: u = -sin(pi*x)
at x=-1: u = 0
at x=1: u = 0
