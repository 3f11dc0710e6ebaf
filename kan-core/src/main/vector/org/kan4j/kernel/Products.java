package org.kan4j.kernel;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The dense products of a layer: values, Φ·P, and gradients, Φᵀ·dz and dz·Pᵀ, on tiles of sums that stay in registers. Φ is
 * [functions, {@link DenseBasis#BLOCK}], P is [functions, columns], z and dz are [rows, columns].
 */
final class Products {
    private static final VectorSpecies<Double> S = Tiles.S;
    private static final int L = Tiles.L;
    private static final int BLOCK = DenseBasis.BLOCK;

    private Products() {}

    /**
     * z[q, c] += Σ_k Φ[k, q]·P[k, c] for four rows q and 4 vectors of columns.
     *
     * @param phi Φ, from {@code f0} on: the first function at the first of the rows
     * @param p P, from {@code p0} on: the first function's first column of the tile; the next is {@code step} further
     * @param z from {@code z0} on; the next row is {@code stride} further
     */
    static void values4(
            double[] phi, int f0, int functions, double[] p, int p0, int step, double[] z, int z0, int stride) {
        DoubleVector s00 = DoubleVector.fromArray(S, z, z0);
        DoubleVector s01 = DoubleVector.fromArray(S, z, z0 + L);
        DoubleVector s02 = DoubleVector.fromArray(S, z, z0 + 2 * L);
        DoubleVector s03 = DoubleVector.fromArray(S, z, z0 + 3 * L);
        DoubleVector s10 = DoubleVector.fromArray(S, z, z0 + stride);
        DoubleVector s11 = DoubleVector.fromArray(S, z, z0 + stride + L);
        DoubleVector s12 = DoubleVector.fromArray(S, z, z0 + stride + 2 * L);
        DoubleVector s13 = DoubleVector.fromArray(S, z, z0 + stride + 3 * L);
        DoubleVector s20 = DoubleVector.fromArray(S, z, z0 + 2 * stride);
        DoubleVector s21 = DoubleVector.fromArray(S, z, z0 + 2 * stride + L);
        DoubleVector s22 = DoubleVector.fromArray(S, z, z0 + 2 * stride + 2 * L);
        DoubleVector s23 = DoubleVector.fromArray(S, z, z0 + 2 * stride + 3 * L);
        DoubleVector s30 = DoubleVector.fromArray(S, z, z0 + 3 * stride);
        DoubleVector s31 = DoubleVector.fromArray(S, z, z0 + 3 * stride + L);
        DoubleVector s32 = DoubleVector.fromArray(S, z, z0 + 3 * stride + 2 * L);
        DoubleVector s33 = DoubleVector.fromArray(S, z, z0 + 3 * stride + 3 * L);
        for (int k = 0; k < functions; k++) {
            int a = p0 + k * step;
            int f = f0 + k * BLOCK;
            DoubleVector vp0 = DoubleVector.fromArray(S, p, a);
            DoubleVector vp1 = DoubleVector.fromArray(S, p, a + L);
            DoubleVector vp2 = DoubleVector.fromArray(S, p, a + 2 * L);
            DoubleVector vp3 = DoubleVector.fromArray(S, p, a + 3 * L);
            DoubleVector b = DoubleVector.broadcast(S, phi[f]);
            s00 = b.fma(vp0, s00);
            s01 = b.fma(vp1, s01);
            s02 = b.fma(vp2, s02);
            s03 = b.fma(vp3, s03);
            b = DoubleVector.broadcast(S, phi[f + 1]);
            s10 = b.fma(vp0, s10);
            s11 = b.fma(vp1, s11);
            s12 = b.fma(vp2, s12);
            s13 = b.fma(vp3, s13);
            b = DoubleVector.broadcast(S, phi[f + 2]);
            s20 = b.fma(vp0, s20);
            s21 = b.fma(vp1, s21);
            s22 = b.fma(vp2, s22);
            s23 = b.fma(vp3, s23);
            b = DoubleVector.broadcast(S, phi[f + 3]);
            s30 = b.fma(vp0, s30);
            s31 = b.fma(vp1, s31);
            s32 = b.fma(vp2, s32);
            s33 = b.fma(vp3, s33);
        }
        s00.intoArray(z, z0);
        s01.intoArray(z, z0 + L);
        s02.intoArray(z, z0 + 2 * L);
        s03.intoArray(z, z0 + 3 * L);
        s10.intoArray(z, z0 + stride);
        s11.intoArray(z, z0 + stride + L);
        s12.intoArray(z, z0 + stride + 2 * L);
        s13.intoArray(z, z0 + stride + 3 * L);
        s20.intoArray(z, z0 + 2 * stride);
        s21.intoArray(z, z0 + 2 * stride + L);
        s22.intoArray(z, z0 + 2 * stride + 2 * L);
        s23.intoArray(z, z0 + 2 * stride + 3 * L);
        s30.intoArray(z, z0 + 3 * stride);
        s31.intoArray(z, z0 + 3 * stride + L);
        s32.intoArray(z, z0 + 3 * stride + 2 * L);
        s33.intoArray(z, z0 + 3 * stride + 3 * L);
    }

    /**
     * z[q, c] += Σ_k Φ[k, q]·P[k, c] for four rows q and 1 vector of columns.
     *
     * @param phi Φ, from {@code f0} on: the first function at the first of the rows
     * @param p P, from {@code p0} on: the first function's first column of the tile; the next is {@code step} further
     * @param z from {@code z0} on; the next row is {@code stride} further
     */
    static void values1(
            double[] phi, int f0, int functions, double[] p, int p0, int step, double[] z, int z0, int stride) {
        DoubleVector s00 = DoubleVector.fromArray(S, z, z0);
        DoubleVector s10 = DoubleVector.fromArray(S, z, z0 + stride);
        DoubleVector s20 = DoubleVector.fromArray(S, z, z0 + 2 * stride);
        DoubleVector s30 = DoubleVector.fromArray(S, z, z0 + 3 * stride);
        for (int k = 0; k < functions; k++) {
            int a = p0 + k * step;
            int f = f0 + k * BLOCK;
            DoubleVector vp0 = DoubleVector.fromArray(S, p, a);
            DoubleVector b = DoubleVector.broadcast(S, phi[f]);
            s00 = b.fma(vp0, s00);
            b = DoubleVector.broadcast(S, phi[f + 1]);
            s10 = b.fma(vp0, s10);
            b = DoubleVector.broadcast(S, phi[f + 2]);
            s20 = b.fma(vp0, s20);
            b = DoubleVector.broadcast(S, phi[f + 3]);
            s30 = b.fma(vp0, s30);
        }
        s00.intoArray(z, z0);
        s10.intoArray(z, z0 + stride);
        s20.intoArray(z, z0 + 2 * stride);
        s30.intoArray(z, z0 + 3 * stride);
    }

    /**
     * dP[k, c] += Σ_r Φ[k, r]·dz[r, c] for 4 functions and 4 vectors of columns.
     *
     * @param phi Φ, from {@code f0} on: the first function's first row
     * @param dz from {@code z0} on; the next row is {@code stride} further
     * @param dp from {@code p0} on; the next function is {@code step} further
     */
    static void weights44(
            double[] phi, int f0, int rows, double[] dz, int z0, int stride, double[] dp, int p0, int step) {
        DoubleVector s00 = DoubleVector.fromArray(S, dp, p0);
        DoubleVector s01 = DoubleVector.fromArray(S, dp, p0 + L);
        DoubleVector s02 = DoubleVector.fromArray(S, dp, p0 + 2 * L);
        DoubleVector s03 = DoubleVector.fromArray(S, dp, p0 + 3 * L);
        DoubleVector s10 = DoubleVector.fromArray(S, dp, p0 + step);
        DoubleVector s11 = DoubleVector.fromArray(S, dp, p0 + step + L);
        DoubleVector s12 = DoubleVector.fromArray(S, dp, p0 + step + 2 * L);
        DoubleVector s13 = DoubleVector.fromArray(S, dp, p0 + step + 3 * L);
        DoubleVector s20 = DoubleVector.fromArray(S, dp, p0 + 2 * step);
        DoubleVector s21 = DoubleVector.fromArray(S, dp, p0 + 2 * step + L);
        DoubleVector s22 = DoubleVector.fromArray(S, dp, p0 + 2 * step + 2 * L);
        DoubleVector s23 = DoubleVector.fromArray(S, dp, p0 + 2 * step + 3 * L);
        DoubleVector s30 = DoubleVector.fromArray(S, dp, p0 + 3 * step);
        DoubleVector s31 = DoubleVector.fromArray(S, dp, p0 + 3 * step + L);
        DoubleVector s32 = DoubleVector.fromArray(S, dp, p0 + 3 * step + 2 * L);
        DoubleVector s33 = DoubleVector.fromArray(S, dp, p0 + 3 * step + 3 * L);
        for (int r = 0; r < rows; r++) {
            int g = z0 + r * stride;
            DoubleVector vz0 = DoubleVector.fromArray(S, dz, g);
            DoubleVector vz1 = DoubleVector.fromArray(S, dz, g + L);
            DoubleVector vz2 = DoubleVector.fromArray(S, dz, g + 2 * L);
            DoubleVector vz3 = DoubleVector.fromArray(S, dz, g + 3 * L);
            DoubleVector b = DoubleVector.broadcast(S, phi[f0 + r]);
            s00 = b.fma(vz0, s00);
            s01 = b.fma(vz1, s01);
            s02 = b.fma(vz2, s02);
            s03 = b.fma(vz3, s03);
            b = DoubleVector.broadcast(S, phi[f0 + BLOCK + r]);
            s10 = b.fma(vz0, s10);
            s11 = b.fma(vz1, s11);
            s12 = b.fma(vz2, s12);
            s13 = b.fma(vz3, s13);
            b = DoubleVector.broadcast(S, phi[f0 + 2 * BLOCK + r]);
            s20 = b.fma(vz0, s20);
            s21 = b.fma(vz1, s21);
            s22 = b.fma(vz2, s22);
            s23 = b.fma(vz3, s23);
            b = DoubleVector.broadcast(S, phi[f0 + 3 * BLOCK + r]);
            s30 = b.fma(vz0, s30);
            s31 = b.fma(vz1, s31);
            s32 = b.fma(vz2, s32);
            s33 = b.fma(vz3, s33);
        }
        s00.intoArray(dp, p0);
        s01.intoArray(dp, p0 + L);
        s02.intoArray(dp, p0 + 2 * L);
        s03.intoArray(dp, p0 + 3 * L);
        s10.intoArray(dp, p0 + step);
        s11.intoArray(dp, p0 + step + L);
        s12.intoArray(dp, p0 + step + 2 * L);
        s13.intoArray(dp, p0 + step + 3 * L);
        s20.intoArray(dp, p0 + 2 * step);
        s21.intoArray(dp, p0 + 2 * step + L);
        s22.intoArray(dp, p0 + 2 * step + 2 * L);
        s23.intoArray(dp, p0 + 2 * step + 3 * L);
        s30.intoArray(dp, p0 + 3 * step);
        s31.intoArray(dp, p0 + 3 * step + L);
        s32.intoArray(dp, p0 + 3 * step + 2 * L);
        s33.intoArray(dp, p0 + 3 * step + 3 * L);
    }

    /**
     * dP[k, c] += Σ_r Φ[k, r]·dz[r, c] for 1 function and 4 vectors of columns.
     *
     * @param phi Φ, from {@code f0} on: the first function's first row
     * @param dz from {@code z0} on; the next row is {@code stride} further
     * @param dp from {@code p0} on; the next function is {@code step} further
     */
    static void weights14(
            double[] phi, int f0, int rows, double[] dz, int z0, int stride, double[] dp, int p0, int step) {
        DoubleVector s00 = DoubleVector.fromArray(S, dp, p0);
        DoubleVector s01 = DoubleVector.fromArray(S, dp, p0 + L);
        DoubleVector s02 = DoubleVector.fromArray(S, dp, p0 + 2 * L);
        DoubleVector s03 = DoubleVector.fromArray(S, dp, p0 + 3 * L);
        for (int r = 0; r < rows; r++) {
            int g = z0 + r * stride;
            DoubleVector vz0 = DoubleVector.fromArray(S, dz, g);
            DoubleVector vz1 = DoubleVector.fromArray(S, dz, g + L);
            DoubleVector vz2 = DoubleVector.fromArray(S, dz, g + 2 * L);
            DoubleVector vz3 = DoubleVector.fromArray(S, dz, g + 3 * L);
            DoubleVector b = DoubleVector.broadcast(S, phi[f0 + r]);
            s00 = b.fma(vz0, s00);
            s01 = b.fma(vz1, s01);
            s02 = b.fma(vz2, s02);
            s03 = b.fma(vz3, s03);
        }
        s00.intoArray(dp, p0);
        s01.intoArray(dp, p0 + L);
        s02.intoArray(dp, p0 + 2 * L);
        s03.intoArray(dp, p0 + 3 * L);
    }

    /**
     * dP[k, c] += Σ_r Φ[k, r]·dz[r, c] for 4 functions and 1 vector of columns.
     *
     * @param phi Φ, from {@code f0} on: the first function's first row
     * @param dz from {@code z0} on; the next row is {@code stride} further
     * @param dp from {@code p0} on; the next function is {@code step} further
     */
    static void weights41(
            double[] phi, int f0, int rows, double[] dz, int z0, int stride, double[] dp, int p0, int step) {
        DoubleVector s00 = DoubleVector.fromArray(S, dp, p0);
        DoubleVector s10 = DoubleVector.fromArray(S, dp, p0 + step);
        DoubleVector s20 = DoubleVector.fromArray(S, dp, p0 + 2 * step);
        DoubleVector s30 = DoubleVector.fromArray(S, dp, p0 + 3 * step);
        for (int r = 0; r < rows; r++) {
            int g = z0 + r * stride;
            DoubleVector vz0 = DoubleVector.fromArray(S, dz, g);
            DoubleVector b = DoubleVector.broadcast(S, phi[f0 + r]);
            s00 = b.fma(vz0, s00);
            b = DoubleVector.broadcast(S, phi[f0 + BLOCK + r]);
            s10 = b.fma(vz0, s10);
            b = DoubleVector.broadcast(S, phi[f0 + 2 * BLOCK + r]);
            s20 = b.fma(vz0, s20);
            b = DoubleVector.broadcast(S, phi[f0 + 3 * BLOCK + r]);
            s30 = b.fma(vz0, s30);
        }
        s00.intoArray(dp, p0);
        s10.intoArray(dp, p0 + step);
        s20.intoArray(dp, p0 + 2 * step);
        s30.intoArray(dp, p0 + 3 * step);
    }

    /**
     * dP[k, c] += Σ_r Φ[k, r]·dz[r, c] for 1 function and 1 vector of columns.
     *
     * @param phi Φ, from {@code f0} on: the first function's first row
     * @param dz from {@code z0} on; the next row is {@code stride} further
     * @param dp from {@code p0} on; the next function is {@code step} further
     */
    static void weights11(
            double[] phi, int f0, int rows, double[] dz, int z0, int stride, double[] dp, int p0, int step) {
        DoubleVector s00 = DoubleVector.fromArray(S, dp, p0);
        for (int r = 0; r < rows; r++) {
            int g = z0 + r * stride;
            DoubleVector vz0 = DoubleVector.fromArray(S, dz, g);
            DoubleVector b = DoubleVector.broadcast(S, phi[f0 + r]);
            s00 = b.fma(vz0, s00);
        }
        s00.intoArray(dp, p0);
    }

    /**
     * dx[r] += Σ_m dΦ[m, r]·Σ_c P[m, c]·dz[c, r] for 3 functions and four vectors of rows.
     *
     * @param slopes dΦ, from {@code f0} on: the first function at the first of the rows
     * @param p P, from {@code p0} on; the next function is {@code step} further
     * @param dz [columns, BLOCK] from {@code z0} on: the first column at the first of the rows
     * @param dx from {@code x0} on
     */
    static void inputs3(
            double[] slopes,
            int f0,
            double[] p,
            int p0,
            int step,
            int columns,
            double[] dz,
            int z0,
            double[] dx,
            int x0) {
        DoubleVector s00 = DoubleVector.zero(S);
        DoubleVector s01 = DoubleVector.zero(S);
        DoubleVector s02 = DoubleVector.zero(S);
        DoubleVector s03 = DoubleVector.zero(S);
        DoubleVector s10 = DoubleVector.zero(S);
        DoubleVector s11 = DoubleVector.zero(S);
        DoubleVector s12 = DoubleVector.zero(S);
        DoubleVector s13 = DoubleVector.zero(S);
        DoubleVector s20 = DoubleVector.zero(S);
        DoubleVector s21 = DoubleVector.zero(S);
        DoubleVector s22 = DoubleVector.zero(S);
        DoubleVector s23 = DoubleVector.zero(S);
        for (int c = 0; c < columns; c++) {
            int g = z0 + c * BLOCK;
            DoubleVector vz0 = DoubleVector.fromArray(S, dz, g);
            DoubleVector vz1 = DoubleVector.fromArray(S, dz, g + L);
            DoubleVector vz2 = DoubleVector.fromArray(S, dz, g + 2 * L);
            DoubleVector vz3 = DoubleVector.fromArray(S, dz, g + 3 * L);
            DoubleVector b = DoubleVector.broadcast(S, p[p0 + c]);
            s00 = b.fma(vz0, s00);
            s01 = b.fma(vz1, s01);
            s02 = b.fma(vz2, s02);
            s03 = b.fma(vz3, s03);
            b = DoubleVector.broadcast(S, p[p0 + step + c]);
            s10 = b.fma(vz0, s10);
            s11 = b.fma(vz1, s11);
            s12 = b.fma(vz2, s12);
            s13 = b.fma(vz3, s13);
            b = DoubleVector.broadcast(S, p[p0 + 2 * step + c]);
            s20 = b.fma(vz0, s20);
            s21 = b.fma(vz1, s21);
            s22 = b.fma(vz2, s22);
            s23 = b.fma(vz3, s23);
        }
        DoubleVector vx0 = DoubleVector.fromArray(S, dx, x0);
        vx0 = s00.fma(DoubleVector.fromArray(S, slopes, f0), vx0);
        vx0 = s10.fma(DoubleVector.fromArray(S, slopes, f0 + BLOCK), vx0);
        vx0 = s20.fma(DoubleVector.fromArray(S, slopes, f0 + 2 * BLOCK), vx0);
        vx0.intoArray(dx, x0);
        DoubleVector vx1 = DoubleVector.fromArray(S, dx, x0 + L);
        vx1 = s01.fma(DoubleVector.fromArray(S, slopes, f0 + L), vx1);
        vx1 = s11.fma(DoubleVector.fromArray(S, slopes, f0 + BLOCK + L), vx1);
        vx1 = s21.fma(DoubleVector.fromArray(S, slopes, f0 + 2 * BLOCK + L), vx1);
        vx1.intoArray(dx, x0 + L);
        DoubleVector vx2 = DoubleVector.fromArray(S, dx, x0 + 2 * L);
        vx2 = s02.fma(DoubleVector.fromArray(S, slopes, f0 + 2 * L), vx2);
        vx2 = s12.fma(DoubleVector.fromArray(S, slopes, f0 + BLOCK + 2 * L), vx2);
        vx2 = s22.fma(DoubleVector.fromArray(S, slopes, f0 + 2 * BLOCK + 2 * L), vx2);
        vx2.intoArray(dx, x0 + 2 * L);
        DoubleVector vx3 = DoubleVector.fromArray(S, dx, x0 + 3 * L);
        vx3 = s03.fma(DoubleVector.fromArray(S, slopes, f0 + 3 * L), vx3);
        vx3 = s13.fma(DoubleVector.fromArray(S, slopes, f0 + BLOCK + 3 * L), vx3);
        vx3 = s23.fma(DoubleVector.fromArray(S, slopes, f0 + 2 * BLOCK + 3 * L), vx3);
        vx3.intoArray(dx, x0 + 3 * L);
    }

    /**
     * dx[r] += Σ_m dΦ[m, r]·Σ_c P[m, c]·dz[c, r] for 1 function and four vectors of rows.
     *
     * @param slopes dΦ, from {@code f0} on: the first function at the first of the rows
     * @param p P, from {@code p0} on; the next function is {@code step} further
     * @param dz [columns, BLOCK] from {@code z0} on: the first column at the first of the rows
     * @param dx from {@code x0} on
     */
    static void inputs1(
            double[] slopes,
            int f0,
            double[] p,
            int p0,
            int step,
            int columns,
            double[] dz,
            int z0,
            double[] dx,
            int x0) {
        DoubleVector s00 = DoubleVector.zero(S);
        DoubleVector s01 = DoubleVector.zero(S);
        DoubleVector s02 = DoubleVector.zero(S);
        DoubleVector s03 = DoubleVector.zero(S);
        for (int c = 0; c < columns; c++) {
            int g = z0 + c * BLOCK;
            DoubleVector vz0 = DoubleVector.fromArray(S, dz, g);
            DoubleVector vz1 = DoubleVector.fromArray(S, dz, g + L);
            DoubleVector vz2 = DoubleVector.fromArray(S, dz, g + 2 * L);
            DoubleVector vz3 = DoubleVector.fromArray(S, dz, g + 3 * L);
            DoubleVector b = DoubleVector.broadcast(S, p[p0 + c]);
            s00 = b.fma(vz0, s00);
            s01 = b.fma(vz1, s01);
            s02 = b.fma(vz2, s02);
            s03 = b.fma(vz3, s03);
        }
        DoubleVector vx0 = DoubleVector.fromArray(S, dx, x0);
        vx0 = s00.fma(DoubleVector.fromArray(S, slopes, f0), vx0);
        vx0.intoArray(dx, x0);
        DoubleVector vx1 = DoubleVector.fromArray(S, dx, x0 + L);
        vx1 = s01.fma(DoubleVector.fromArray(S, slopes, f0 + L), vx1);
        vx1.intoArray(dx, x0 + L);
        DoubleVector vx2 = DoubleVector.fromArray(S, dx, x0 + 2 * L);
        vx2 = s02.fma(DoubleVector.fromArray(S, slopes, f0 + 2 * L), vx2);
        vx2.intoArray(dx, x0 + 2 * L);
        DoubleVector vx3 = DoubleVector.fromArray(S, dx, x0 + 3 * L);
        vx3 = s03.fma(DoubleVector.fromArray(S, slopes, f0 + 3 * L), vx3);
        vx3.intoArray(dx, x0 + 3 * L);
    }
}
