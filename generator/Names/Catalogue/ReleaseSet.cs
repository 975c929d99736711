namespace QmpGen.Generator.Names.Catalogue;

/// <summary>A set of releases, by their index in the catalogue.</summary>
/// <param name="Bits">Bit <c>n</c> is set if the set contains release <c>n</c>.</param>
internal readonly record struct ReleaseSet(uint Bits)
{
    /// <summary>The largest number of releases in a catalogue.</summary>
    public const int MaxReleases = 32;

    public bool Contains(int release) => (Bits & (1u << release)) != 0;

    /// <summary>Adds a range of releases, both ends included.</summary>
    public ReleaseSet With(int first, int last)
    {
        uint bits = Bits;
        for (int release = first; release <= last; release++)
        {
            bits |= 1u << release;
        }

        return new ReleaseSet(bits);
    }
}
