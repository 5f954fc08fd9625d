namespace Marketplace.Simulation.Model;

/// <summary>Names and titles, so that what is made reads like a marketplace.</summary>
internal static class Words
{
    public static readonly string[] First =
        ["Ana", "Ben", "Chiara", "Dmytro", "Elif", "Farid", "Grace", "Hiro", "Ines", "Jonas", "Kavya", "Liam", "Mei", "Noor", "Olga", "Pedro", "Quynh", "Ravi", "Sara", "Tomasz", "Uma", "Viktor", "Wanjiru", "Ximena", "Yusuf", "Zoe"];

    public static readonly string[] Last =
        ["Adeyemi", "Berg", "Costa", "Dvorak", "Eriksen", "Fofana", "Garcia", "Haddad", "Ivanova", "Jensen", "Kowalski", "Lindqvist", "Mehta", "Nakamura", "Okafor", "Petrov", "Quispe", "Rossi", "Santos", "Tanaka", "Usman", "Vargas", "Weber", "Xu", "Yilmaz", "Zhang"];

    public static readonly string[] Trades = ["Studio", "Works", "Partners", "Labs", "Press", "Trading", "Foods", "Health", "Logistics", "Books"];

    public static readonly string[] Places = ["Harbour", "Meadow", "Granite", "Lantern", "Juniper", "Copper", "Willow", "Summit", "Orchard", "Pebble", "Heron", "Maple"];

    public static readonly string[] Countries = ["US", "IN", "PH", "UA", "BR", "NG", "DE", "GB", "PK", "KE", "IT", "CO", "PL", "VN"];

    private static readonly Dictionary<string, string[]> Titles = new(StringComparer.Ordinal)
    {
        ["web-mobile-software-development"] = ["Landing page in React", "Fix a checkout in a web shop", "Mobile app for a gym", "REST API for bookings", "Move a site to a new host"],
        ["design-creative"] = ["Logo for a bakery", "Illustrations for a children's book", "Packaging for tea", "Slides for investors", "Posters for a festival"],
        ["writing"] = ["Proofread a short story", "Blog posts about gardening", "Product texts for a shop", "Ghost-write a talk", "Edit a thesis"],
        ["sales-marketing"] = ["Newsletter for four weeks", "Search campaign for a dentist", "Social media for a café", "List of leads in retail", "Launch of an app"],
        ["admin-support"] = ["Tidy a customer list", "Book travel for a team", "Type handwritten notes", "Calendar for an executive", "Research of suppliers"],
        ["customer-service"] = ["Answer support mail for a month", "Chat support in the evening", "Write a help centre", "Phone support in Spanish", "Sort tickets"],
        ["data-science-analytics"] = ["Dashboard of sales", "Forecast of demand", "Clean a survey", "Migrate a warehouse to PostgreSQL", "Explain churn"],
        ["translation"] = ["Translate a contract into German", "Subtitles in Portuguese", "Localise an app into Polish", "Interpret a call in Arabic", "Translate a menu"],
        ["it-networking"] = ["Set up backups", "Office network for ten", "Harden a server", "Move mail to the cloud", "Monitor a shop"],
        ["engineering-architecture"] = ["Drawings for an extension", "CAD of a bracket", "Structural check of a balcony", "Render a kitchen", "Layout of a circuit board"],
        ["accounting-consulting"] = ["Bookkeeping for a café", "VAT return of a quarter", "Business plan for a kiosk", "Payroll for six", "Review of a budget"],
        ["legal"] = ["Review of a shareholders' agreement", "Terms for a web shop", "Trademark search", "Lease of an office", "Privacy notice"],
    };

    public static string Title(string category, ref SeededRandom random) => random.Pick(Titles[category]);
}
