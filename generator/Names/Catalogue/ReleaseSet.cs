namespace QmpGen.Generator.Names.Catalogue;

/// <summary>Some of a catalogue's releases, by their place in its list.</summary>
internal readonly record struct ReleaseSet(uint Bits)
{
    /// <summary>How many releases a catalogue can have.</summary>
    public const int MaxReleases = 32;

    public bool Contains(int release) => (Bits & (1u << release)) != 0;

    /// <summary>These releases, and those from one to another.</summary>
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
