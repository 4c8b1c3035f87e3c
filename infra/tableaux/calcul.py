"""CloudWatch's metric math, as far as our widgets and alarms go: arithmetic, comparisons, AND, OR,
IF, FILL, SUM, MAX, MIN. Source: CloudWatch user guide, "Using metric math".

A point that one side lacks is lacking in the result, a division by zero gives none, a comparison is
1 or 0: all as there."""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable, Mapping, Sequence

from infra.tableaux.releves import Serie

Valeur = Serie | float


class ExpressionInconnue(ValueError):
    """Something of metric math that is not read here, or a name that no metric bears."""


_OPERATIONS: dict[type, Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.And: lambda a, b: bool(a) and bool(b),
    ast.Or: lambda a, b: bool(a) or bool(b),
}

_ENSEMBLES: dict[str, Callable[[list[float]], float]] = {"SUM": sum, "MAX": max, "MIN": min}


def calculer(expression: str, series: Mapping[str, Serie], instants: Sequence[int]) -> Serie:
    """The series of an expression over `series`, by their ids, at these instants."""
    lue = re.sub(r"\b(AND|OR)\b", lambda trouve: trouve[0].lower(), expression)
    try:
        arbre = ast.parse(lue, mode="eval").body
    except SyntaxError as erreur:
        raise ExpressionInconnue(expression) from erreur
    valeur = _Lecture(series, instants).lire(arbre)
    if isinstance(valeur, float):
        return dict.fromkeys(instants, valeur)
    return valeur


def noms(expression: str) -> frozenset[str]:
    """The ids that an expression needs."""
    lue = re.sub(r"\b(AND|OR)\b", lambda trouve: trouve[0].lower(), expression)
    appels = {n.func for n in ast.walk(ast.parse(lue)) if isinstance(n, ast.Call)}
    return frozenset(
        noeud.id
        for noeud in ast.walk(ast.parse(lue))
        if isinstance(noeud, ast.Name) and noeud.id not in {ast.unparse(a) for a in appels}
    ) - {"REPEAT"}


class _Lecture:
    def __init__(self, series: Mapping[str, Serie], instants: Sequence[int]) -> None:
        self._series = series
        self._instants = instants

    def lire(self, noeud: ast.expr) -> Valeur:
        match noeud:
            case ast.Constant(value=int() | float() as nombre):
                return float(nombre)
            case ast.Name(id=nom) if nom in self._series:
                return self._series[nom]
            case ast.UnaryOp(op=ast.USub(), operand=operande):
                return self._point_par_point(operator.sub, 0.0, self.lire(operande))
            case ast.BinOp(left=gauche, op=signe, right=droite) if type(signe) in _OPERATIONS:
                return self._deux(signe, gauche, droite)
            case ast.Compare(left=gauche, ops=[signe], comparators=[droite]):
                return self._deux(signe, gauche, droite)
            case ast.BoolOp(op=signe, values=[premiere, *autres]):
                valeur = self.lire(premiere)
                for autre in autres:
                    operation = _OPERATIONS[type(signe)]
                    valeur = self._point_par_point(operation, valeur, self.lire(autre))
                return valeur
            case ast.Call(func=ast.Name(id=nom), args=arguments):
                return self._appeler(nom, arguments)
        raise ExpressionInconnue(ast.unparse(noeud))

    def _deux(self, signe: ast.AST, gauche: ast.expr, droite: ast.expr) -> Valeur:
        if type(signe) not in _OPERATIONS:
            raise ExpressionInconnue(type(signe).__name__)
        return self._point_par_point(_OPERATIONS[type(signe)], self.lire(gauche), self.lire(droite))

    def _appeler(self, nom: str, arguments: Sequence[ast.expr]) -> Valeur:
        match nom, arguments:
            case "IF", [condition, vrai, faux]:
                return self._choisir(self.lire(condition), self.lire(vrai), self.lire(faux))
            case "FILL", [serie, ast.Name(id="REPEAT")]:
                return self._repeter(self.lire(serie))
            case "FILL", [serie, defaut]:
                lue, valeur = self.lire(serie), self.lire(defaut)
                return self._a_chaque_instant(
                    lambda t: a if (a := self._a(lue, t)) is not None else self._a(valeur, t)
                )
            case (("SUM" | "MAX" | "MIN"), [ast.List(elts=elements)]):
                lues = [self.lire(element) for element in elements]
                return self._ensemble(_ENSEMBLES[nom], lues)
        raise ExpressionInconnue(nom)

    def _point_par_point(
        self, operation: Callable[[float, float], float], gauche: Valeur, droite: Valeur
    ) -> Valeur:
        def au_point(instant: int) -> float | None:
            a, b = self._a(gauche, instant), self._a(droite, instant)
            if a is None or b is None:
                return None
            try:
                return float(operation(a, b))
            except ZeroDivisionError:
                return None

        return self._a_chaque_instant(au_point)

    def _choisir(self, condition: Valeur, vrai: Valeur, faux: Valeur) -> Valeur:
        def au_point(instant: int) -> float | None:
            decide = self._a(condition, instant)
            return None if decide is None else self._a(vrai if decide else faux, instant)

        return self._a_chaque_instant(au_point)

    def _repeter(self, serie: Valeur) -> Valeur:
        dernieres: dict[int, float] = {}
        derniere: float | None = None
        for instant in self._instants:
            lue = self._a(serie, instant)
            derniere = derniere if lue is None else lue
            if derniere is not None:
                dernieres[instant] = derniere
        return dernieres

    def _ensemble(self, fonction: Callable[[list[float]], float], lues: Sequence[Valeur]) -> Valeur:
        def au_point(instant: int) -> float | None:
            la = [a for lue in lues if (a := self._a(lue, instant)) is not None]
            return fonction(la) if la else None

        return self._a_chaque_instant(au_point)

    def _a(self, valeur: Valeur, instant: int) -> float | None:
        return valeur if isinstance(valeur, float) else valeur.get(instant)

    def _a_chaque_instant(self, au_point: Callable[[int], float | None]) -> Serie:
        return {t: v for t in self._instants if (v := au_point(t)) is not None}
