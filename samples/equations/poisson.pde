# Poisson's equation, as in pykan's example 6: u = sin(pi*x)*sin(pi*y)
domain x in [-1, 1], y in [-1, 1]
unknown u
equation u_xx + u_yy = -2*pi^2*sin(pi*x)*sin(pi*y)
at x=-1: u = 0
at x=1: u = 0
at y=-1: u = 0
at y=1: u = 0
