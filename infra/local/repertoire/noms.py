"""Names to make electors from: common ones of France, and of those who vote there. The most common
come first; they are drawn more often, so that homonyms happen as they do in life.
"""

from __future__ import annotations


def _liste(texte: str) -> tuple[str, ...]:
    return tuple(nom.strip() for nom in texte.replace("\n", " ").split(",") if nom.strip())


NOMS = _liste("""
Martin, Bernard, Thomas, Petit, Robert, Richard, Durand, Dubois, Moreau, Laurent, Simon, Michel,
Lefebvre, Leroy, Roux, David, Bertrand, Morel, Fournier, Girard, Bonnet, Dupont, Lambert, Fontaine,
Rousseau, Vincent, Muller, Lefèvre, Faure, André, Mercier, Blanc, Guérin, Boyer, Garnier, Chevalier,
François, Legrand, Gauthier, Garcia, Perrin, Robin, Clément, Morin, Nicolas, Henry, Roussel,
Mathieu, Gautier, Masson, Marchand, Duval, Denis, Dumont, Marie, Lemaire, Noël, Meyer, Dufour,
Meunier, Brun, Blanchard, Giraud, Joly, Rivière, Lucas, Brunet, Gaillard, Barbier, Arnaud, Martinez,
Gérard, Roche, Renard, Schmitt, Roy, Leroux, Colin, Vidal, Caron, Picard, Roger, Fabre, Aubert,
Lemoine, Renaud, Dumas, Lacroix, Olivier, Philippe, Bourgeois, Pierre, Benoît, Rey, Leclerc, Payet,
Rolland, Leclercq, Guillaume, Lecomte, Lopez, Jean, Dupuy, Guillot, Hubert, Berger, Carpentier,
Sanchez, Dupuis, Moulin, Louis, Deschamps, Huet, Vasseur, Perez, Boucher, Fleury, Royer, Klein,
Jacquet, Adam, Paris, Poirier, Marty, Aubry, Guyot, Carré, Charles, Renault, Charpentier, Ménard,
Maillard, Baron, Bertin, Bailly, Hervé, Schneider, Fernandez, Le Gall, Collet, Léger, Bouvier,
Julien, Prévost, Millet, Perrot, Daniel, Le Roux, Cousin, Germain, Breton, Besson, Langlois, Rémy,
Le Goff, Pelletier, Lévêque, Perrier, Leblanc, Barré, Lebrun, Marchal, Weber, Mallet, Hamon,
Boulanger, Jacob, Monnier, Michaud, Rodriguez, Guichard, Gillet, Étienne, Grondin, Poulain, Tessier,
Chevallier, Collin, Chauvin, Da Silva, Bouchet, Gay, Lemaître, Bénard, Maréchal, Humbert, Reynaud,
Antoine, Hoarau, Perret, Barthélemy, Cordier, Pichon, Lejeune, Gilbert, Lamy, Delaunay, Pasquier,
Carlier, Laporte, Nguyen, Ben Ahmed, Traoré, Diallo, Haddad, Benali, Cissé, Kaya, Yilmaz, Tran
""")

NOMS_RARES = _liste("""
De La Tour, Martin-Dupont, N'Guyen, D'Alembert, L'Hostis, L'Huillier, Œuvrard, Le Floc'h, Guéguen,
Kermarrec, De Saint-Exupéry, Du Bois de La Villerabel, D'Ornano, N'Diaye, M'Bappé, Sénéchal-Petit,
Lévy-Strauss, Dos Santos, Van Den Broeck, Von Hoffmann, Peñalver, Etcheverry, Elissagaray, Paoli,
Casanova, Colonna d'Istria, Ängström, Güneş, Çelik, Ñáñez, Ó Dálaigh, Saint-Ève, Ève, Haÿs, Noé,
Tehaamoana, Wamytan, Ratsimbazafy, Razafindrakoto, Abdou-M'Saïdié, Sinnapin-Valmy, Y, Ô
""")

NOMS_EUROPEENS = {
    "99109": _liste("Müller, Schröder, Weiß, Jäger, Großmann, Vogel"),
    "99122": _liste("Kowalski-Łęcka, Wiśniewski, Żółtowska, Nowak, Dąbrowski"),
    "99136": _liste("Ó Briain, O'Sullivan, Ní Dhomhnaill, Mac Cárthaigh"),
    "99114": _liste("Șerban, Țurcanu, Ionescu, Brâncuși, Popescu"),
    "99127": _liste("D'Angelo, Rossi, De Luca, Nicolò"),
    "99134": _liste("Núñez, Ibáñez de la Fuente, García Márquez, Puig i Cadafalch"),
    "99139": _liste("Gonçalves, De Sousa Magalhães, Conceição, Simões"),
    "99131": _liste("Van der Meersch, De Clercq, Peeters, Lefèbvre"),
    "99116": _liste("Dvořák, Říha, Černá, Nováková"),
    "99104": _liste("Sjöström, Åkesson, Lindqvist, Ekström"),
}
"""By the COG code of the country."""

PAYS_DE_NAISSANCE = (
    "99352",
    "99350",
    "99351",
    "99341",
    "99326",
    "99139",
    "99134",
    "99127",
    "99243",
)

PRENOMS_F = _liste("""
Marie, Nathalie, Isabelle, Sylvie, Catherine, Françoise, Martine, Christine, Monique, Valérie,
Sandrine, Stéphanie, Véronique, Sophie, Céline, Chantal, Patricia, Anne, Brigitte, Julie,
Jacqueline, Christelle, Aurélie, Caroline, Émilie, Léa, Manon, Camille, Chloé, Laura, Élodie,
Sarah, Emma, Inès, Jeanne, Louise, Alice, Zoé, Anaïs, Noémie, Maëlys, Héloïse, Agnès, Cécile,
Hélène, Michèle, Geneviève, Yvette, Odette, Simone, Denise, Andrée, Thérèse, Bernadette, Josiane,
Marie-Claude, Anne-Laure, Marie-Thérèse, Marie-Ange, Fatima, Aïcha, Khadija, Aminata, Maïwenn,
Soazig, Gwenaëlle, Ophélie, Éléonore, Solène, Lætitia, Loïse, Irène, Eugénie, Mégane, Océane,
Pauline, Mathilde, Clémence
""")

PRENOMS_M = _liste("""
Jean, Philippe, Michel, Alain, Patrick, Nicolas, Christophe, Pierre, Christian, Éric, Frédéric,
Laurent, Stéphane, David, Pascal, Daniel, Alexandre, Julien, Thierry, Olivier, Bernard, Thomas,
Sébastien, Gérard, Didier, Dominique, Vincent, François, Bruno, Guillaume, Jérôme, Jacques, Marc,
Maxime, Romain, Claude, Antoine, Franck, Jean-Pierre, Anthony, Kévin, Gilles, Cédric, Serge, André,
Mathieu, Benjamin, Patrice, Fabrice, Joël, Jérémy, Clément, Arnaud, Denis, Paul, Lucas, Hervé,
Jean-Claude, Jean-Baptiste, Marie-Joseph, Sylvain, Yves, Ludovic, Guy, Florian, Damien, Louis, Léo,
Gaël, Loïc, Noé, Théo, Raphaël, Étienne, Rémi, Yannaël, Mohamed, Mamadou, Ibrahim, Maël, Côme,
Anaël, Gwénolé, Timothée, Zéphyrin, Aurèle, Honoré, Évariste
""")

PRENOMS_EUROPEENS = {
    "F": _liste("Zuzanna, Małgorzata, Ioana, Käthe, Siobhán, Conceição, Lucía, Åsa, Kateřina, Zoë"),
    "M": _liste("Jürgen, Łukasz, Ștefan, Seán, João, Íñigo, Björn, Jiří, Niccolò, Rui"),
}
