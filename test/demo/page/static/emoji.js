// Short codes that bots use. Unknown ones stay as typed.
const CODES = `
+1 👍|thumbsup 👍|-1 👎|thumbsdown 👎|ok_hand 👌|clap 👏|wave 👋|raised_hands 🙌|pray 🙏|muscle 💪|point_right 👉|point_left 👈|point_up 👆|point_down 👇|point_up_2 👆|eyes 👀|brain 🧠
tada 🎉|rocket 🚀|fire 🔥|star ⭐|star2 🌟|sparkles ✨|trophy 🏆|medal 🏅|sports_medal 🏅|first_place_medal 🥇|second_place_medal 🥈|third_place_medal 🥉|crown 👑|gem 💎|100 💯|zap ⚡
warning ⚠️|rotating_light 🚨|no_entry ⛔|no_entry_sign 🚫|x ❌|white_check_mark ✅|heavy_check_mark ✔️|ballot_box_with_check ☑️|question ❓|exclamation ❗|grey_question ❔|information_source ℹ️|bangbang ‼️|octagonal_sign 🛑|construction 🚧
red_circle 🔴|large_red_circle 🔴|orange_circle 🟠|large_orange_circle 🟠|yellow_circle 🟡|large_yellow_circle 🟡|green_circle 🟢|large_green_circle 🟢|blue_circle 🔵|large_blue_circle 🔵|purple_circle 🟣|large_purple_circle 🟣|brown_circle 🟤|white_circle ⚪|black_circle ⚫|radio_button 🔘
red_square 🟥|large_red_square 🟥|orange_square 🟧|yellow_square 🟨|large_yellow_square 🟨|green_square 🟩|large_green_square 🟩|blue_square 🟦|large_blue_square 🟦|white_large_square ⬜|black_large_square ⬛|small_blue_diamond 🔹|small_orange_diamond 🔸|large_blue_diamond 🔷
chart_with_upwards_trend 📈|chart_with_downwards_trend 📉|bar_chart 📊|arrow_up ⬆️|arrow_down ⬇️|arrow_right ➡️|arrow_left ⬅️|arrow_upper_right ↗️|arrow_lower_right ↘️|arrow_up_small 🔼|arrow_down_small 🔽|arrow_heading_up ⤴️|arrow_heading_down ⤵️|small_red_triangle 🔺|small_red_triangle_down 🔻|left_right_arrow ↔️|arrows_counterclockwise 🔄|repeat 🔁
calendar 📅|date 📅|spiral_calendar_pad 🗓️|alarm_clock ⏰|hourglass ⌛|hourglass_flowing_sand ⏳|stopwatch ⏱️|clock1 🕐|clock3 🕒|clock9 🕘|bell 🔔|no_bell 🔕|zzz 💤|moneybag 💰|euro 💶|dollar 💵|pound 💷|credit_card 💳|handshake 🤝|briefcase 💼|office 🏢|globe_with_meridians 🌐|earth_africa 🌍|earth_americas 🌎
link 🔗|mag 🔍|mag_right 🔎|pushpin 📌|round_pushpin 📍|paperclip 📎|memo 📝|pencil ✏️|pencil2 ✏️|clipboard 📋|page_facing_up 📄|file_folder 📁|open_file_folder 📂|books 📚|book 📖|bookmark 🔖|label 🏷️|lock 🔒|unlock 🔓|key 🔑|gear ⚙️|wrench 🔧|hammer 🔨|hammer_and_wrench 🛠️|bulb 💡|mega 📣|loudspeaker 📢|speech_balloon 💬|thought_balloon 💭|email 📧|envelope ✉️|inbox_tray 📥|outbox_tray 📤|package 📦|wastebasket 🗑️|shield 🛡️|dart 🎯|mortar_board 🎓|seedling 🌱|deciduous_tree 🌳|sunny ☀️|partly_sunny ⛅|cloud ☁️|rain_cloud 🌧️|thunder_cloud_and_rain ⛈️|snowflake ❄️|robot_face 🤖|heart ❤️|heartbeat 💓|broken_heart 💔
smile 😄|slightly_smiling_face 🙂|grinning 😀|wink 😉|blush 😊|thinking_face 🤔|neutral_face 😐|confused 😕|worried 😟|cry 😢|sob 😭|sunglasses 😎|partying_face 🥳|face_with_monocle 🧐|sleeping 😴|shrug 🤷|bust_in_silhouette 👤|busts_in_silhouette 👥|house 🏠|hash #️⃣|one 1️⃣|two 2️⃣|three 3️⃣|four 4️⃣|five 5️⃣|six 6️⃣|seven 7️⃣|eight 8️⃣|nine 9️⃣|keycap_ten 🔟|heavy_plus_sign ➕|heavy_minus_sign ➖|balance_scale ⚖️|compass 🧭|world_map 🗺️|checkered_flag 🏁|triangular_flag_on_post 🚩|flag-de 🇩🇪|flag-us 🇺🇸|flag-gb 🇬🇧|flag-fr 🇫🇷|de 🇩🇪|us 🇺🇸|gb 🇬🇧|fr 🇫🇷`;

const TABLE = new Map(
  CODES.trim().split(/[\n|]/).map((entry) => {
    const space = entry.indexOf(' ');
    return [entry.slice(0, space), entry.slice(space + 1)];
  }),
);

/** The character of a short code, or undefined. */
export function emojiOf(code) {
  return TABLE.get(code.replace(/::skin-tone-\d$/, ''));
}

/** Text with its short codes replaced. */
export function withEmoji(text) {
  return text.replace(/:([a-z0-9_+'-]+):/g, (whole, code) => emojiOf(code) ?? whole);
}
