# Helmholtz' equation with wave numbers 1 and 4: u = sin(pi*x)*sin(4*pi*y)
domain x in [-1, 1], y in [-1, 1]
unknown u
equation u_xx + u_yy + u = (1 - 17*pi^2)*sin(pi*x)*sin(4*pi*y)
at x=-1: u = 0
at x=1: u = 0
at y=-1: u = 0
at y=1: u = 0
