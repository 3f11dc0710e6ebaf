# Vortices of Taylor and Green that decay: u = cos(x)*sin(y)*exp(-2*nu*t), v = -sin(x)*cos(y)*exp(-2*nu*t)
domain x in [0, 2*pi], y in [0, 2*pi], t in [0, 1]
unknown u, v, p
parameter nu = 0.1
periodic x, y
equation u_t + u*u_x + v*u_y = -p_x + nu*(u_xx + u_yy)
equation v_t + u*v_x + v*v_y = -p_y + nu*(v_xx + v_yy)
equation u_x + v_y = 0
at t=0: u = cos(x)*sin(y)
at t=0: v = -sin(x)*cos(y)
at x=0, y=0: p = -0.5*exp(-0.4*t)
